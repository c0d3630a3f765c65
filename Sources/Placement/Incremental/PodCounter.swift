import KubernetesModel

/// How many pods of some sort each domain of a key has, kept as pods come and go.
struct PodCounter {
  /// The key of the domains.
  let key: Int
  /// Which pods are counted.
  let sort: Sort
  /// By domain.
  private(set) var counts: [Int32] = []
  /// All of them.
  private(set) var total: Int64 = 0

  /// Which pods a counter counts.
  enum Sort: Hashable {
    /// Those that a constraint spreads, not those on their way out, on nodes that it includes.
    case spread(SpreadSort)
    /// Those that meet all of these terms, seen from a namespace.
    case selected(by: [PodAffinityTerm], from: String)
    /// Those that have this term themselves, in this role and from their namespace.
    case having(PodAffinityTerm, role: TermRole, from: String)
  }

  /// What a term of a pod asks for.
  enum TermRole: Hashable {
    /// To be near.
    case requiredAffinity
    /// To be apart.
    case requiredAntiAffinity
    /// Rather to be near, with this weight, or apart where it is negative.
    case preference(Int64)
  }

  /// A sort of pods that spread, with the nodes on which they count.
  struct SpreadSort: Hashable {
    var namespace: String
    var selector: LabelSelector?
    /// Labels without which a node is left out.
    var neededKeys: [String]
    /// What the pod asks of nodes, where nodes that do not meet it are left out.
    var nodeSelector: Labels?
    var nodeAffinity: NodeSelector?
    /// What the pod tolerates, where nodes that it does not tolerate are left out.
    var tolerations: [Toleration]?
  }

  // MARK: The domain with the fewest, of those with a node that is included

  /// By domain, how many nodes of it are included.
  private var includedNodes: [Int32] = []
  /// How many domains have an included node.
  private(set) var domains = 0
  /// By number of pods, how many such domains have it.
  private var domainsWith: [Int32] = [0]
  private var least = 0

  /// The fewest pods of any domain that has an included node; 0 without domains.
  var fewest: Int64 { domains == 0 ? 0 : Int64(least) }

  init(key: Int, sort: Sort) {
    self.key = key
    self.sort = sort
  }

  /// The pods of a domain.
  @inline(__always)
  func count(_ domain: Int32) -> Int64 {
    domain < counts.count ? Int64(counts[Int(domain)]) : 0
  }

  private mutating func reach(_ domain: Int32) {
    while counts.count <= domain {
      counts.append(0)
      includedNodes.append(0)
    }
  }

  /// Includes a node of `domain`, or takes it out again.
  mutating func include(_ domain: Int32, _ isIncluded: Bool) {
    reach(domain)
    let index = Int(domain)
    includedNodes[index] += isIncluded ? 1 : -1
    if isIncluded && includedNodes[index] == 1 {
      domains += 1
      raise(Int(counts[index]))
      domainsWith[Int(counts[index])] += 1
      least = domains == 1 ? Int(counts[index]) : min(least, Int(counts[index]))
    } else if !isIncluded && includedNodes[index] == 0 {
      domains -= 1
      domainsWith[Int(counts[index])] -= 1
      settle()
    }
  }

  /// Counts a pod more, or less, in `domain`.
  @inline(__always)
  mutating func add(_ step: Int32, to domain: Int32) {
    reach(domain)
    let index = Int(domain)
    let before = counts[index]
    counts[index] = before + step
    total += Int64(step)
    guard includedNodes[index] > 0 else { return }
    raise(Int(before + step))
    domainsWith[Int(before)] -= 1
    domainsWith[Int(before + step)] += 1
    if Int(before + step) < least { least = Int(before + step) } else { settle() }
  }

  private mutating func raise(_ count: Int) {
    while domainsWith.count <= count { domainsWith.append(0) }
  }

  private mutating func settle() {
    guard domains > 0 else { return }
    while domainsWith[least] == 0 { least += 1 }
  }
}
