import ClusterAPI
import SimulationKernel
import Units

/// What is kept of spot machines and of those who act on their notices.
struct SpotMachineState {
  private static let label = "control-plane.spot"
  private static let faultLabel = "control-plane.spot.faults"
  /// `--kube-api-qps` and burst of the handler (aws-node-termination-handler `pkg/config`).
  static let clientLimit = ControllerProfile.ClientLimit(perSecond: 5, burst: 10)

  let isUsed: Bool
  var stream: RandomStream
  var faultStream: RandomStream
  /// The client of a handler that reads a queue.
  var client: TokenBucket
  /// By slot, the drain of a handler.
  var drains: [HandlerDrain?] = []
  /// By slot: when the machine that has the number ends, once that is settled.
  private var ends: [(number: UInt32, at: Instant)?] = []

  init(_ plan: ControlPlanePlan) {
    isUsed = plan.deployments.contains { $0.spot != nil }
    stream = RandomStream(seed: plan.seed, label: SpotMachineState.label)
    faultStream = RandomStream(seed: plan.seed, label: SpotMachineState.faultLabel)
    client = SpotMachineState.clientLimit.bucket(fullAt: plan.start)
  }

  func end(_ slot: Int, number: UInt32) -> Instant? {
    guard slot < ends.count, let end = ends[slot], end.number == number else { return nil }
    return end.at
  }

  mutating func setEnd(_ slot: Int, number: UInt32, at: Instant) {
    while ends.count <= slot { ends.append(nil) }
    ends[slot] = (number, at)
  }

  mutating func setDrain(_ slot: Int, _ drain: HandlerDrain?) {
    while drains.count <= slot { drains.append(nil) }
    drains[slot] = drain
  }
}

/// A Node that a handler cordons and empties.
struct HandlerDrain {
  var number: UInt32
  /// Until when it goes on.
  var deadline: Instant
  /// Whether its pods are evicted too.
  var evicts: Bool
  var isCordoned = false
  /// Whether its pods were asked for once.
  var hasTried = false
  /// The pods that are still to be evicted in this pass.
  var pods: [PodReference] = []
  /// The handler's own client, where there is one a Node.
  var client: TokenBucket
}
