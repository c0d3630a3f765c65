import GRDB

/// The shape of the file, version by version.
enum StoreSchema {
  /// `FVSP`, in SQLite's `application_id`: what tells a store from other databases.
  static let applicationID: Int32 = 0x4656_5350

  /// One closure a version, in order. A released one is never edited; another follows it.
  static let migrations: [@Sendable (Database) throws -> Void] = [
    { try $0.execute(sql: tables1 + views1) },
    { try $0.execute(sql: tables2 + views2) },
    { try $0.execute(sql: tables3 + views3) },
    { try $0.execute(sql: tables4 + views4) },
    { try $0.execute(sql: tables5 + views5) },
    { try $0.execute(sql: tables6 + views6) },
  ]

  /// The version that this code writes, in SQLite's `user_version`.
  static var version: Int { migrations.count }
}
