import KubernetesModel

/// The domains of nodes by the keys of labels, as dense numbers.
struct TopologyTable {
  private var keyOfName: [String: Int] = [:]
  private var keys: [Key] = []

  private struct Key {
    var name: String
    var domainOfValue: [String: Int32] = [:]
    /// By node; -1 for a node that lacks the label.
    var domainOfNode: [Int32] = []
  }

  /// The number of nodes that the table has room for.
  private(set) var nodeCount = 0

  /// What a node that is in no domain has for one.
  static let none: Int32 = -1
  /// The key whose domains are the nodes themselves, whatever their labels.
  static let node = 0

  init() { keys.append(Key(name: "")) }

  /// The number of a key, which is made known with the labels of all nodes.
  mutating func key(_ name: String, of nodes: [Node]) -> Int {
    if let key = keyOfName[name] { return key }
    keyOfName[name] = keys.count
    keys.append(Key(name: name))
    let key = keys.count - 1
    keys[key].domainOfNode = Array(repeating: Self.none, count: nodeCount)
    for node in nodes.indices { place(node, nodes[node].labels, by: key) }
    return key
  }

  /// Takes over the labels of `node`, which may be a new one at the end.
  mutating func set(_ node: Int, _ labels: Labels) {
    if node == nodeCount {
      nodeCount += 1
      for key in keys.indices { keys[key].domainOfNode.append(Self.none) }
    }
    for key in keys.indices { place(node, labels, by: key) }
  }

  private mutating func place(_ node: Int, _ labels: Labels, by key: Int) {
    if key == Self.node {
      keys[key].domainOfNode[node] = Int32(node)
      return
    }
    guard let value = labels[keys[key].name] else {
      keys[key].domainOfNode[node] = Self.none
      return
    }
    if let domain = keys[key].domainOfValue[value] {
      keys[key].domainOfNode[node] = domain
    } else {
      let domain = Int32(keys[key].domainOfValue.count)
      keys[key].domainOfValue[value] = domain
      keys[key].domainOfNode[node] = domain
    }
  }

  /// How many domains of `key` were ever seen.
  func domainCount(_ key: Int) -> Int {
    key == Self.node ? nodeCount : keys[key].domainOfValue.count
  }

  /// The domain of `node` by `key`, or `none`.
  @inline(__always)
  func domain(of node: Int, by key: Int) -> Int32 { keys[key].domainOfNode[node] }
}
