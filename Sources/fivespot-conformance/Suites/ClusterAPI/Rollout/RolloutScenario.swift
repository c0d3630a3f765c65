import ClusterAPI
import KubernetesModel

/// What a rollout log starts from, read from its head: the title, the state before the first step and
/// the line that starts the rollout.
struct RolloutScenario {
  /// The title without its marks.
  let title: String
  /// Whether the order of the steps was drawn and is read from the log.
  let isRandom: Bool
  /// How many Machines the deployment wants.
  let desired: Int
  /// The strategy.
  let strategy: RolloutStrategy
  /// How many Machines the user leaves at most without a successor, under `OnDelete`.
  let mostUserUnavailable: Int
  /// Whether every old set says that its Machines can be updated in place.
  let updatesInPlace: Bool
  /// The template of the deployment; that of a set is its number.
  let template: Int
  /// The Machines of each set at the start, by number.
  let machines: [[Int]]

  /// Whether too few Machines may be available, since more are wanted than there were.
  var mayLackMachines: Bool { title.contains("scale up") }
  /// Whether there may be too many, since fewer are wanted than there were.
  var mayHaveTooMany: Bool { title.contains("scale down") }

  private static let randomMark = ", random(0)"

  init(_ lines: [Substring]) throws(VectorError) {
    guard let first = lines.first, first.hasPrefix("## ") else {
      throw VectorError("line 1 is no title")
    }
    let name = String(first.dropFirst(3))
    isRandom = name.hasSuffix(Self.randomMark)
    title = isRandom ? String(name.dropLast(Self.randomMark.count)) : name
    updatesInPlace = title.hasPrefix("In-place")
    template = title.contains("change spec") ? 3 : 2
    guard let start = lines.firstIndex(of: "[Test] Initial state"),
      let rollout = lines.firstIndex(where: { $0.hasPrefix("[Test] Rollout ") }), start < rollout
    else { throw VectorError("no state before the first step") }
    let state = lines[(start + 1)..<rollout]
    guard let deployment = state.first?.firstMatch(of: /^ {4}md: \d+\/(\d+) replicas/)?.output.1,
      let desired = Int(deployment)
    else { throw VectorError("line \(start + 2) is no MachineDeployment") }
    self.desired = desired
    var machines: [[Int]] = []
    for (number, line) in zip(1..., state.dropFirst()) {
      guard let set = line.firstMatch(of: /^ {4}ms(\d+): .*\(([^)]*)\)$/)?.output,
        Int(set.1) == number
      else { throw VectorError("line \(start + 2 + number) is no MachineSet ms\(number)") }
      machines.append(set.2.split(separator: ",").compactMap { Int($0.dropFirst()) })
    }
    self.machines = machines
    let head = lines[rollout]
    if let limits = head.firstMatch(of: /MaxSurge=(\d+), MaxUnavailable=(\d+)/)?.output,
      let surge = Int(limits.1), let unavailable = Int(limits.2)
    {
      strategy = .rollingUpdate(maxSurge: .count(surge), maxUnavailable: .count(unavailable))
      mostUserUnavailable = 0
    } else if head.contains("onDeleteStrategy"),
      let most = title.firstMatch(of: /maxUserUnavailable (\d+)/)?.output.1, let most = Int(most)
    {
      strategy = .onDelete
      mostUserUnavailable = most
    } else {
      throw VectorError("line \(rollout + 1) names no strategy")
    }
  }

  /// The line that starts the rollout.
  var head: String {
    let strategy: String
    switch self.strategy {
    case .rollingUpdate(.count(let surge), .count(let unavailable)):
      strategy = "MaxSurge=\(surge), MaxUnavailable=\(unavailable)"
    default: strategy = "onDeleteStrategy"
    }
    let count = machines.reduce(0) { $0 + $1.count }
    return "[Test] Rollout \(count) replicas, \(strategy)\(isRandom ? Self.randomMark : "")"
  }

  /// The title as the log starts with it.
  var heading: String { "## \(title)\(isRandom ? Self.randomMark : "")" }
}
