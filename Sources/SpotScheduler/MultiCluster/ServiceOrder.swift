/// The order in which things with dependencies are done.
enum ServiceOrder {
  /// What is wrong with dependencies.
  enum Fault: Error, Hashable {
    /// Something depends on what does not exist.
    case missing(String)
    /// These depend on one another in a circle; in order of their names.
    case circle([String])
  }

  /// Names so that each comes after those that it depends on, and among those that could come next
  /// the first by `precedes`.
  static func arrange(
    _ dependencies: [(name: String, on: [String])],
    precedes: (String, String) -> Bool = { $0 < $1 }
  ) throws(Fault) -> [String] {
    let names = dependencies.map(\.name)
    for entry in dependencies.sorted(by: { $0.name < $1.name }) {
      for name in entry.on.sorted() where !names.contains(name) { throw .missing(name) }
    }
    var open = dependencies.sorted { precedes($0.name, $1.name) }
    var done: [String] = []
    while !open.isEmpty {
      guard let next = open.firstIndex(where: { $0.on.allSatisfy(done.contains) }) else {
        throw .circle(circle(in: open))
      }
      done.append(open.remove(at: next).name)
    }
    return done
  }

  /// A circle among things that each depend on another one of them, found by following the first
  /// such dependency by name; what merely leads to the circle is not part of it.
  private static func circle(in open: [(name: String, on: [String])]) -> [String] {
    var path: [String] = []
    var name = open.map(\.name).min()
    while let current = name {
      if let start = path.firstIndex(of: current) { return path[start...].sorted() }
      path.append(current)
      let entry = open.first { $0.name == current }
      name = entry?.on.filter { other in open.contains { $0.name == other } }.min()
    }
    return path.sorted()
  }
}
