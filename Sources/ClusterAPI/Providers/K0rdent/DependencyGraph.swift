/// Named things that depend on each other: k0rdent's services and MultiClusterServices.
package struct DependencyGraph: Hashable, Sendable {
  /// The names in the order in which they were declared.
  package private(set) var names: [String]
  /// What each depends on, by index.
  package private(set) var dependencies: [[String]]

  /// Makes a graph; of two with the same name the first counts.
  package init(_ declarations: [(name: String, dependsOn: [String])]) {
    names = []
    dependencies = []
    for declaration in declarations where !names.contains(declaration.name) {
      names.append(declaration.name)
      dependencies.append(declaration.dependsOn)
    }
  }

  /// What of `dependencies` nobody declared, in order.
  package func undeclared(among dependencies: [String]) -> [String] {
    dependencies.filter { !names.contains($0) }
  }

  /// Whether following dependencies from `name` comes to a cycle. Cycles elsewhere do not count: the
  /// webhook only looks at what it validates.
  ///
  /// Source: k0rdent/kcm v1.12 `internal/util/validation/multiclusterservice.go`.
  package func reachesCycle(from name: String) -> Bool {
    var isOnPath = Array(repeating: false, count: names.count)
    var isDone = isOnPath
    func visit(_ name: String) -> Bool {
      guard let index = names.firstIndex(of: name), !isDone[index] else { return false }
      if isOnPath[index] { return true }
      isOnPath[index] = true
      if dependencies[index].contains(where: visit) { return true }
      isOnPath[index] = false
      isDone[index] = true
      return false
    }
    return visit(name)
  }

  /// What may be applied now, in order: everything whose dependencies are all in `deployed`.
  ///
  /// What is deployed already and has a dependency that is not stays out, and so keeps the version
  /// it has. Source: k0rdent/kcm v1.12 `internal/serviceset/util.go`,
  /// `FilterServiceDependencies`.
  ///
  /// - Throws: `DependencyError` when one depends on something that nobody declared.
  package func applicable(deployed: Set<String>) throws(DependencyError) -> [String] {
    for (name, needed) in zip(names, dependencies) {
      if let dependency = undeclared(among: needed).first {
        throw DependencyError(name: name, dependency: dependency)
      }
    }
    return names.indices.filter { dependencies[$0].allSatisfy(deployed.contains) }.map { names[$0] }
  }
}

/// A dependency on something that nobody declared.
package struct DependencyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What depends on it.
  package var name: String
  /// What is missing.
  package var dependency: String

  /// Makes an error.
  package init(name: String, dependency: String) {
    self.name = name
    self.dependency = dependency
  }

  /// The error in words.
  package var description: String {
    "\(name) depends on \(dependency), which is not declared; declare it or drop the dependency"
  }
}
