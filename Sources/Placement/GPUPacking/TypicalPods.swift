import Units

/// The kinds of pod that make up most of a workload, each with how many there are: what the idle part
/// of a node is measured against.
///
/// Source: Weng et al., "Beware of Fragmentation", USENIX ATC 23, section 3.1; github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/utils/frag.go`, `GetTypicalPods`.
package struct TypicalPods: Hashable, Sendable {
  /// Pods that ask for the same CPU, devices and models.
  package struct Group: Hashable, Sendable {
    /// One of them; its memory is of no account and 0.
    package var pod: PackingPod
    /// How many there are.
    package var weight: Int64

    /// Makes a group.
    package init(pod: PackingPod, weight: Int64) {
      self.pod = pod
      self.weight = weight
    }
  }

  /// The groups, the most frequent first.
  package var groups: [Group]

  /// How many pods are in the groups together.
  package var weight: Int64 { groups.reduce(0) { $0 + $1.weight } }

  /// Makes a mix of groups.
  package init(groups: [Group]) { self.groups = groups }

  /// The most frequent groups of `pods`, until they hold `percent` of them.
  ///
  /// Groups that are equally frequent: more CPU first, then more of a device, then more devices, then
  /// by the names of the models.
  package init(of pods: [PackingPod], percent: Int64 = 95) {
    var counts: [PackingPod: Int64] = [:]
    for var pod in pods {
      pod.memory.value = 0
      counts[pod, default: 0] += 1
    }
    let sorted = counts.map { Group(pod: $0.key, weight: $0.value) }.sorted(
      by: TypicalPods.precedes)
    groups = []
    var running: Int64 = 0
    for group in sorted where running * 100 < Int64(pods.count) * percent {
      running += group.weight
      groups.append(group)
    }
  }

  private static func precedes(_ left: Group, _ right: Group) -> Bool {
    let (first, second) = (left.pod, right.pod)
    let leftKey = (left.weight, first.cpu.value, first.devices.each.value, first.devices.count)
    let rightKey = (right.weight, second.cpu.value, second.devices.each.value, second.devices.count)
    if leftKey != rightKey { return leftKey > rightKey }
    return first.models.lexicographicallyPrecedes(second.models)
  }
}
