extension StoreSchema {
  /// The tables of version 2: costs, clusters, machines and promises.
  ///
  /// Exact amounts of money are decimal text, for SQL has no number that holds them.
  static let tables2 = accountTables2 + promiseTables2

  private static let accountTables2 = """
    CREATE TABLE cost_driver (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      unit TEXT NOT NULL,
      definition TEXT NOT NULL
    ) STRICT;

    CREATE TABLE driver_cost (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      driver_id INTEGER NOT NULL REFERENCES cost_driver(id),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      amount REAL NOT NULL,
      amount_exact TEXT NOT NULL,
      list_amount REAL NOT NULL,
      PRIMARY KEY (member_id, driver_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE charge (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      pool TEXT NOT NULL,
      driver_id INTEGER NOT NULL REFERENCES cost_driver(id),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      amount REAL NOT NULL,
      amount_exact TEXT NOT NULL,
      list_amount REAL NOT NULL,
      quantity REAL NOT NULL,
      PRIMARY KEY (member_id, pool, driver_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cluster_hour (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      cluster TEXT NOT NULL,
      hour INTEGER NOT NULL CHECK (hour >= 0),
      allocatable_millicpu REAL NOT NULL,
      requested_millicpu REAL NOT NULL,
      used_millicpu REAL NOT NULL,
      PRIMARY KEY (member_id, cluster, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE idle_part (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE idle_hour (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      cluster TEXT NOT NULL,
      hour INTEGER NOT NULL CHECK (hour >= 0),
      part0 INTEGER NOT NULL, part1 INTEGER NOT NULL, part2 INTEGER NOT NULL,
      part3 INTEGER NOT NULL, part4 INTEGER NOT NULL, part5 INTEGER NOT NULL,
      part6 INTEGER NOT NULL, part7 INTEGER NOT NULL, part8 INTEGER NOT NULL,
      PRIMARY KEY (member_id, cluster, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE machine_span (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      node INTEGER NOT NULL,
      pool INTEGER NOT NULL,
      cluster INTEGER NOT NULL,
      stage TEXT NOT NULL,
      start_ns INTEGER NOT NULL,
      end_ns INTEGER NOT NULL CHECK (end_ns > start_ns),
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE declared_window (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      node INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('window', 'recall')),
      start_ns INTEGER NOT NULL,
      end_ns INTEGER NOT NULL CHECK (end_ns >= start_ns),
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    """

  private static let promiseTables2 = """
    CREATE TABLE promise (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      breach TEXT NOT NULL
    ) STRICT;

    CREATE TABLE promise_outcome (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      promise_id INTEGER NOT NULL REFERENCES promise(id),
      opportunities INTEGER NOT NULL CHECK (opportunities >= 0),
      breaches INTEGER NOT NULL CHECK (breaches BETWEEN 0 AND opportunities),
      worst_ns INTEGER NOT NULL CHECK (worst_ns >= 0),
      PRIMARY KEY (member_id, promise_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE promise_breach (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      promise_id INTEGER NOT NULL REFERENCES promise(id),
      machine TEXT NOT NULL,
      job TEXT,
      service TEXT,
      at_ns INTEGER NOT NULL,
      span_ns INTEGER NOT NULL CHECK (span_ns >= 0),
      why TEXT NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    """
}
