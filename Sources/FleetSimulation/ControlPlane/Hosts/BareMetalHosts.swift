import ClusterAPI
import SimulationKernel
import Units

/// The hosts of a pool of Metal3.
///
/// A class, so that a step of one host copies no others.
final class BareMetalHosts {
  private static let label = "control-plane.bare-metal"

  let law: BareMetalLaw
  /// The number that events and facts give the first of them.
  let firstNumber: Int
  var hosts: [BareMetalHost]
  /// What is kept of each besides.
  var work: [Work]
  var queue: HostProvisioningQueue
  var stream: RandomStream

  /// What a host does.
  struct Work {
    /// The state that it enters when there is a place for it; nil while it does not wait.
    var waitsFor: BareMetalHostState?
    /// Whether a step runs, or waits after an error.
    var isAtWork = false
    /// Whether its Machine is to go.
    var isReleased = false
    /// How often steps failed in a row.
    var errors = 0
    /// Whether it is on.
    var isOn = false
    /// Counts steps, so that the end of one that was given up is known.
    var steps: UInt32 = 0
  }

  init(_ count: Int, _ law: BareMetalLaw, pool: Int, firstNumber: Int, seed: UInt64) {
    self.law = law
    self.firstNumber = firstNumber
    hosts = (0..<count).map { number in
      BareMetalHost(name: "host-\(number)")
    }
    work = Array(repeating: Work(isOn: law.staysOn), count: count)
    queue = HostProvisioningQueue(limit: law.limit)
    stream = RandomStream(seed: seed, label: Self.label, entity: UInt64(pool))
  }

  /// The host that a slot claimed.
  func host(of slot: Int) -> Int? { hosts.firstIndex { $0.consumer == slot } }

  /// Whether a host takes one of the places of the image service.
  func holdsPlace(_ host: Int) -> Bool {
    work[host].isAtWork && !hosts[host].hasError && hosts[host].state.needsCapacity
  }

  /// How long the step takes that a host's state is.
  func drawStep(_ host: Int) -> TimeSpan {
    switch hosts[host].state {
    case .inspecting: law.inspection.map { $0.sampleSpan(&stream) } ?? .zero
    case .provisioning:
      law.provisioning.sampleSpan(&stream)
        + (work[host].isOn ? .zero : law.powerOn.map { $0.sampleSpan(&stream) } ?? .zero)
    case .deprovisioning: law.deprovisioning.sampleSpan(&stream)
    default: .zero
    }
  }

  /// Whether a step fails that just ended.
  func drawFailure() -> Bool {
    law.failedStepsPerThousand > 0 && stream.bernoulli(law.failedStepsPerThousand, in: 1_000)
  }

  /// How long a host that failed is left alone.
  func drawErrorDelay(_ host: Int) -> TimeSpan {
    let bounds = HostPower.errorDelay(errorCount: work[host].errors)
    let width = UInt64((bounds.upTo - bounds.above).nanoseconds)
    return bounds.upTo - TimeSpan(nanoseconds: Int64(stream.uniform(below: width)))
  }
}
