/// Lets as many hosts be inspected, provisioned and cleaned at a time as the image service bears.
///
/// A host that was delayed asks again by and by, so who comes next is a matter of luck there; here
/// the longest wait ends first. Source: metal3-io/baremetal-operator, `PROVISIONING_LIMIT` and
/// `internal/controller/metal3.io/host_state_machine.go`, `ensureCapacity`.
package struct HostProvisioningQueue: Sendable {
  /// How many hosts there may be at work.
  package let limit: Int
  /// How many are.
  package private(set) var busy = 0
  /// The hosts that wait, the first first.
  package private(set) var waiting: [Int] = []

  /// Makes a queue.
  package init(limit: Int = ControllerConstants.hostProvisioningLimit) {
    precondition(limit > 0, "without a place nothing is ever provisioned")
    self.limit = limit
  }

  /// Starts work on `host` now, or lets it wait; whether it started.
  package mutating func start(_ host: Int) -> Bool {
    guard busy < limit else {
      waiting.append(host)
      return false
    }
    busy += 1
    return true
  }

  /// Ends work on a host; the result is the host whose work starts in its place.
  package mutating func finish() -> Int? {
    precondition(busy > 0, "no host is at work")
    guard !waiting.isEmpty else {
      busy -= 1
      return nil
    }
    return waiting.removeFirst()
  }

  /// Takes a host that still waits out of the queue.
  package mutating func withdraw(_ host: Int) { waiting.removeAll { $0 == host } }
}
