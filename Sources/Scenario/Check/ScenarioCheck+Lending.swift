import Documents
import Facts
import FleetSimulation
import KubernetesModel
import SpotScheduler
import Units

/// Lending and autoscaling.
extension ScenarioCheck {
  mutating func checkLending(
    _ lending: CheckedNode, _ root: CheckedNode, _ outline: FleetOutline
  ) {
    let owner = lending["owner"].flatMap { party($0, outline) }
    let lendsToItself = checkBorrowers(of: lending, owner: owner, outline)
    if !lendsToItself, let owner, let node = lending["owner"],
      outline.jobClusters?.contains(owner) == true
    {
      report(
        at: node, "the cluster \(owner) runs jobs, and clusters of jobs lend no machines",
        remedy: "name the cluster of the services, or move the jobs with workload.<source>.cluster")
    }
    for offer in lending["offers"]?.members ?? [] {
      checkOffer(offer, of: lendsToItself ? nil : owner, root, outline)
      checkSchedules(of: offer.value, by: lending["scheduler"]?["profile"]?.text)
    }
    for key in ["provision", "join", "deprovision"] {
      if let law = lending["provider"]?[key], law.isSound { checkLaw(law) }
    }
    for key in ["sanitisation", "attestation"] {
      if let law = lending[key], law.isSound { checkLaw(law) }
    }
    for outage in lending["attestationOutages"]?.elements ?? [] {
      guard let node = outage["at"], let at = node.instant else { continue }
      checkIsInHorizon(node, at, root, "it happens")
    }
    for recall in lending["recalls"]?.elements ?? [] {
      checkRecall(recall, root, outline)
    }
    for reclaim in lending["reclaims"]?.elements ?? [] { checkReclaim(reclaim, root, outline) }
    if let scheduler = lending["scheduler"] { checkTerms(scheduler, root) }
  }

  private mutating func checkTerms(_ scheduler: CheckedNode, _ root: CheckedNode) {
    if let usage = scheduler["usage"] { checkUsage(usage) }
    if let classes = scheduler["drainClasses"], classes.isSound,
      let drainDeadline = scheduler["drainDeadline"]?.span
    {
      let known = diagnostics.count
      let read = DrainClass.read(
        classes, drainDeadline: drainDeadline, diagnostics: &diagnostics)
      if diagnostics.count == known { checkUse(of: read, classes, root) }
    }
  }

  /// Warns of drain classes that no job of the scenario belongs to.
  private mutating func checkUse(
    of classes: [DrainClass], _ node: CheckedNode, _ root: CheckedNode
  ) {
    let sources = root["workload"]?.members.map(\.value) ?? []
    guard sources.allSatisfy(\.isSound) else { return }
    var traits = sources.map { source in
      let pod = PodTemplate(source)
      return PodTraits(namespace: pod.namespace, labels: pod.labels, priority: pod.priority)
    }
    for workload in root["controlPlane"]?["workloads"]?.members ?? [] {
      traits.append(
        PodTraits(
          namespace: ControlPlanePlan.namespace,
          labels: [ControlPlaneAssembly.nameLabel: workload.key], priority: 0))
    }
    let used = traits.map { pod in classes.firstIndex { $0.matches(pod) } }
    for (index, element) in node.elements.enumerated() where !used.contains(index) {
      report(
        .noEffect, as: .warning, at: element.member("name"),
        "no job belongs to the class \"\(classes[index].name)\", so it changes nothing",
        remedy: "let it name a namespace, labels or a priority that workload.<source> has")
    }
  }

  private mutating func checkUsage(_ usage: CheckedNode) {
    guard let lend = usage["lendBelow"], let recall = usage["recallAbove"],
      let below = lend.integer, let above = recall.integer, below > above
    else { return }
    report(
      at: lend, "lendBelow is above recallAbove, so what is lent would be called back at once",
      remedy: "let lendBelow be the lower one: a load between the two moves nothing")
  }

  /// Checks who borrows; true when the owner is among them.
  private mutating func checkBorrowers(
    of lending: CheckedNode, owner: String?, _ outline: FleetOutline
  ) -> Bool {
    var names: [String] = []
    var lendsToItself = false
    for node in lending.borrowers {
      guard let name = party(node, outline) else { continue }
      if names.contains(name) {
        report(at: node, "the cluster \(name) borrows twice", remedy: "name each borrower once")
      } else if name == owner {
        report(at: node, "the cluster \(name) cannot lend to itself", remedy: "name another one")
        lendsToItself = true
      } else if let jobs = outline.jobClusters, !jobs.contains(name) {
        report(
          at: node,
          "machines are lent to clusters with jobs, and \(name) has none",
          remedy: (jobs.isEmpty ? "" : "write \(jobs.joined(separator: " or ")), or ")
            + "move jobs with workload.<source>.cluster")
      }
      names.append(name)
    }
    return lendsToItself
  }

  private mutating func party(_ node: CheckedNode, _ outline: FleetOutline) -> String? {
    guard let name = node.text else { return nil }
    guard outline.namesClusters else {
      report(
        .unknownName, at: node, "there is no cluster \"\(name)\": the scenario names none",
        remedy: "name two in clusters, and give each pool its cluster")
      return nil
    }
    return isKnown(node, name, among: outline.clusters, "cluster", in: "clusters") ? name : nil
  }

  private mutating func checkOffer(
    _ offer: CheckedNode.Member, of owner: String?, _ root: CheckedNode, _ outline: FleetOutline
  ) {
    guard let pool = pool(offer, outline) else { return }
    if let type = pool.capacityType, type != "owned" {
      report(
        pool: offer, "the machines of the pool \(pool.name) are \(type): only owned ones are lent",
        remedy: "a rented machine that is idle is given back, not lent")
      return
    }
    if let owner, let cluster = pool.cluster, cluster != owner {
      report(
        pool: offer, "the pool \(pool.name) belongs to \(cluster), and \(owner) lends",
        remedy: "offer pools of \(owner)")
    }
    if pool.isIsolated {
      report(
        pool: offer, "the pool \(pool.name) is isolated: its machines never serve another cluster",
        remedy: "offer another pool, or set nodes.\(pool.name).isolated to false")
    }
    if root["interruptions"]?[pool.name] != nil {
      report(
        pool: offer, "the pool \(pool.name) is lent and has interruptions as well",
        remedy: "remove interruptions.\(pool.name): an owned machine is taken back by its schedule")
    }
  }

  private mutating func checkSchedules(of offer: CheckedNode, by profile: String?) {
    let isUpstream = profile.flatMap { Upstream.Release(profile: $0) } != nil
    for key in ["schedule", "ownerSchedule"] {
      guard let schedule = offer[key] else { continue }
      checkZone(schedule["timezone"])
      if let windows = schedule["windows"] {
        checkWindows(windows, schedule)
        if isUpstream {
          report(
            at: windows, "5-Spot has no windows: its schedule is daysOfWeek times hoursOfDay",
            remedy: "write daysOfWeek and hoursOfDay, or take the regulated scheduler")
        }
      } else if schedule["hoursOfDay"] != nil {
        checkDaysAndHours(schedule)
      }
    }
    if isUpstream, offer["ownerSchedule"] == nil {
      report(
        .missingKey, at: offer, "5-Spot needs a second object that takes the machine back",
        remedy: "give ownerSchedule: the days and hours of the owner")
    }
    if profile == "regulated", let owner = offer["ownerSchedule"] {
      report(
        .noEffect, as: .warning, at: owner,
        "the regulated scheduler gives a machine back whenever it is not lent, and reads no "
          + "ownerSchedule",
        remedy: "leave it out")
    }
  }

  private mutating func checkWindows(_ windows: CheckedNode, _ schedule: CheckedNode) {
    if let days = schedule["daysOfWeek"] {
      report(
        .conflict, at: days, "daysOfWeek belongs to hoursOfDay, and the schedule has windows",
        remedy: "the days stand in the windows: {from: \"fri 18:00\", to: \"mon 07:00\"}")
    }
    for window in windows.elements {
      guard let from = window["from"]?.text, let to = window["to"], from == to.text else {
        continue
      }
      report(
        as: .warning, at: to, "a window from \(from) to itself never closes",
        remedy: "give another end, unless the machine is to be lent always")
    }
  }

  private mutating func checkDaysAndHours(_ schedule: CheckedNode) {
    if let calendar = schedule["calendar"] {
      report(
        .conflict, at: calendar, "5-Spot's days and hours know no exchange calendar",
        remedy: "write windows instead, or calendar: null")
    }
    if schedule["daysOfWeek"] == nil {
      report(
        .missingKey, at: schedule, "hoursOfDay without daysOfWeek is never on",
        remedy: "give daysOfWeek, for instance [mon-sun]")
    }
    for key in ["daysOfWeek", "hoursOfDay"] {
      if let list = schedule[key], !list.isInvalid, list.elements.isEmpty {
        report(
          as: .warning, at: list, "the list is empty, so the schedule is never on",
          remedy: "to switch a schedule off write enabled: false")
      }
    }
  }
}
