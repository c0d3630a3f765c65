package import Documents
package import FleetSimulation
import KubernetesModel
package import Units

/// How cloud machines are bought.
package struct AutoscalingModel: Sendable {
  /// A pool to buy from.
  package struct PoolModel: Sendable {
    /// The pool's name.
    package var name: String
    /// The law of launches, yet to be made.
    package var launchTime: CheckedNode
    /// How many launches are refused, in thousandths.
    package var refusalPermille: Int64
  }

  /// The pools, by name; their rank puts them in order.
  package var pools: [PoolModel]
  /// How long a job waits before a machine is bought.
  package var pendingDelay: TimeSpan
  /// How long a machine is idle before it is given back.
  package var idleDelay: TimeSpan
  /// When on-demand machines are bought beside spot ones, and given back for them.
  package var fallback: FallbackPolicy

  init(_ node: CheckedNode) {
    pools = node.member("pools").members.map {
      PoolModel(
        name: $0.key, launchTime: $0.value.member("launchTime"),
        refusalPermille: $0.value.integer("refusal"))
    }
    pendingDelay = node.span("pendingDelay")
    idleDelay = node.span("idleDelay")
    fallback = FallbackPolicy(
      floor: Self.floor(node["onDemandFloor"]), wait: node["waitBeforeFallback"]?.span ?? .zero,
      spotReturn: node["returnToSpot"].map { SpotReturn($0) })
  }

  /// A floor of nothing is none.
  private static func floor(_ node: CheckedNode?) -> FallbackPolicy.Floor? {
    switch node?.text.flatMap({ CountOrPercentage.read($0) }) {
    case .count(let count) where count > 0: .count(count)
    case .percent(let percent) where percent > 0: .percent(percent)
    default: nil
    }
  }
}

extension SpotReturn {
  init(_ node: CheckedNode) {
    let manner = node.text("manner")
    self.init(
      after: node.span("after"), machines: Int(node.integer("machines")),
      interval: node.span("interval"), manner: known(Manner(rawValue: manner), manner))
  }
}
