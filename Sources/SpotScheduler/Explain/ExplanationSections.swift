import Units

/// What a decision read as named figures, for documents and texts alike.
extension Explanation.Inputs {
  /// A subject and its figures; several of one name are a list.
  struct Section {
    var name: String
    var isList = false
    var amounts: [Explanation.Amount]
  }

  /// The sections in the order in which rules are applied.
  func sections(on snapshot: FleetSnapshot) -> [Section] {
    var sections = objects.map {
      Section(name: "objects", isList: true, amounts: $0.amounts(snapshot))
    }
    sections += rows.map { Section(name: "rows", isList: true, amounts: $0.amounts) }
    func add(_ name: String, _ amounts: [Explanation.Amount]?) {
      if let amounts { sections.append(Section(name: name, amounts: amounts)) }
    }
    add("window", window?.amounts)
    add("grace", grace?.amounts)
    add("recall", recall?.amounts)
    add("place", place?.amounts)
    add("return", returning?.amounts)
    add("starts", starts?.amounts)
    add("ownerAccount", account?.amounts(snapshot))
    add("drain", drain?.amounts(snapshot))
    if let drain {
      sections += zip(drain.pods, drain.classes).map { pod, drainClass in
        Section(name: "pods", isList: true, amounts: pod.amounts + (drainClass?.amounts ?? []))
      }
    }
    return sections
  }
}

private typealias Amount = Explanation.Amount

/// The figures that are there.
private func known(_ amounts: Explanation.Amount?...) -> [Explanation.Amount] {
  amounts.compactMap { $0 }
}

extension Explanation.Object {
  fileprivate func amounts(_ snapshot: FleetSnapshot) -> [Explanation.Amount] {
    [
      Amount("machine", .text(snapshot.name(of: machine))), Amount("role", .text(role.rawValue)),
      Amount("phase", .text(phase.rawValue)), Amount("stage", .text(seen.stage.rawValue)),
      Amount("since", .instant(seen.since)), Amount("cordoned", .flag(seen.isCordoned)),
      Amount("cordonedByOthers", .flag(seen.isCordonedByOthers)),
      Amount("enabled", .flag(isEnabled)), Amount("killSwitch", .flag(killSwitch)),
    ]
  }
}

extension Explanation.Window {
  fileprivate var amounts: [Explanation.Amount] {
    known(
      Amount("open", .flag(isOpen)), edge.map { Amount("edge", .instant($0)) },
      zone.map { Amount("timezone", .text($0.name)) })
  }
}

extension Explanation.RecallInForce {
  fileprivate var amounts: [Explanation.Amount] {
    [Amount("orderedAt", .instant(orderedAt)), Amount("until", .instant(until))]
  }
}

extension Explanation.Account {
  fileprivate func amounts(_ snapshot: FleetSnapshot) -> [Explanation.Amount] {
    let index = Int(cluster.index)
    return known(
      index < snapshot.clusters.count
        ? Amount("cluster", .text(snapshot.clusters[index].name)) : nil,
      Amount("lendableAllocatable", .cpu(lendableAllocatable)),
      Amount("notReady", .cpu(notReady)), Amount("requested", .cpu(requested)),
      Amount("headroom", .cpu(headroom)), Amount("reserved", .cpu(reserved)),
      floor.value == 0 ? nil : Amount("floor", .cpu(floor)),
      used.value == 0 ? nil : Amount("used", .cpu(used)),
      usedPeak.value == 0 ? nil : Amount("usedPeak", .cpu(usedPeak)),
      lendLimit == limit ? nil : Amount("lendLimit", .cpu(lendLimit)),
      Amount("limit", .cpu(limit)), Amount("lent", .cpu(lent)),
      Amount("returning", .cpu(returning)), Amount("spareHosts", .count(spareHosts)),
      Amount("largestHost", .cpu(largestHost)), Amount("room", .cpu(room)),
      Amount("overdraft", .cpu(overdraft)))
  }
}

extension Explanation.Place {
  fileprivate var amounts: [Explanation.Amount] {
    [
      Amount("rank", .count(rank)), Amount("of", .count(count)),
      Amount("priority", .count(Int(priority))),
    ]
  }
}

extension Explanation.Return {
  fileprivate var amounts: [Explanation.Amount] {
    [
      Amount("edge", .instant(edge)), Amount("lead", .span(lead)),
      Amount("drainDeadline", .span(drainDeadline)), Amount("returnTime", .span(returnTime)),
      Amount("rank", .count(rank)), Amount("hosts", .count(hosts)), Amount("wait", .span(wait)),
      Amount("returnSession", .span(returnSession)), Amount("drainStart", .instant(drainStart)),
      Amount("announcement", .instant(announcement)), Amount("departure", .instant(departure)),
    ]
  }
}

extension Explanation.Starts {
  fileprivate var amounts: [Explanation.Amount] {
    known(
      Amount("underWay", .count(underWay)), limit.map { Amount("limit", .count($0)) },
      Amount("journey", .span(journey)), lastStart.map { Amount("lastStart", .instant($0)) })
  }
}

extension Explanation.Drain {
  fileprivate func amounts(_ snapshot: FleetSnapshot) -> [Explanation.Amount] {
    known(
      Amount("machine", .text(snapshot.name(of: machine))), Amount("start", .instant(start)),
      startedAt.map { Amount("startedAt", .instant($0)) },
      escalation.map { Amount("escalation", .instant($0)) }, Amount("podsLeft", .count(pods.count)))
  }
}

extension PodObservation {
  fileprivate var amounts: [Explanation.Amount] {
    known(
      Amount("pod", .text(String(id.index))), Amount("boundAt", .instant(boundAt)),
      Amount("terminationGrace", .span(terminationGrace)),
      terminatingSince.map { Amount("terminatingSince", .instant($0)) })
  }
}

extension Explanation.DrainedClass {
  fileprivate var amounts: [Explanation.Amount] {
    known(
      Amount("drainClass", .text(name)), Amount("order", .count(Int(order))),
      deadline.map { Amount("deadline", .instant($0)) },
      deletionGrace.map { Amount("deletionGrace", .span($0)) })
  }
}

extension Explanation.PhaseRow {
  fileprivate var amounts: [Explanation.Amount] {
    [
      Amount("from", .text(from.rawValue)), Amount("killSwitch", .flag(isKilled)),
      Amount("enabled", .flag(isEnabled)), Amount("inSchedule", .flag(isActive)),
      Amount("graceOver", .flag(isGraceOver)), Amount("to", .text(to.rawValue)),
      Amount("rule", .text(rule.rawValue)), Amount("work", .text(work)),
    ]
  }
}

extension Explanation.Grace {
  fileprivate var amounts: [Explanation.Amount] {
    [
      Amount("began", .instant(began)), Amount("timeout", .span(timeout)),
      Amount("end", .instant(end)),
    ]
  }
}
