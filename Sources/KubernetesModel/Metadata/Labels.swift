/// The labels or annotations of an object: text values by key.
///
/// Iterates in the order of the keys, so nothing depends on a hash.
public struct Labels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// The pairs in ascending order of their keys, each key once.
  public private(set) var pairs: [Pair]

  /// One label.
  public struct Pair: Hashable, Sendable {
    /// The key, such as `topology.kubernetes.io/zone`.
    public var key: String
    /// The value, which may be empty.
    public var value: String

    /// Makes a label.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// No labels.
  public init() { pairs = [] }

  /// Makes labels of `elements`; of two with the same key the later one counts.
  public init(_ elements: some Sequence<(String, String)>) {
    self.init()
    for (key, value) in elements { self[key] = value }
  }

  /// Makes labels of a literal; of two with the same key the later one counts.
  public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

  /// The value of `key`, or nil; setting nil removes it.
  ///
  /// - Complexity: O(log n) to read.
  public subscript(key: String) -> String? {
    get {
      let index = firstIndex(notBefore: key)
      return index < pairs.count && pairs[index].key == key ? pairs[index].value : nil
    }
    set {
      let index = firstIndex(notBefore: key)
      let isThere = index < pairs.count && pairs[index].key == key
      switch (newValue, isThere) {
      case (let value?, true): pairs[index].value = value
      case (let value?, false): pairs.insert(Pair(key: key, value: value), at: index)
      case (nil, true): pairs.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// Whether there is none.
  public var isEmpty: Bool { pairs.isEmpty }

  /// Whether every pair of `other` is here too, with the same value.
  public func contains(_ other: Labels) -> Bool {
    other.pairs.allSatisfy { self[$0.key] == $0.value }
  }

  private func firstIndex(notBefore key: String) -> Int {
    var (low, high) = (0, pairs.count)
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
