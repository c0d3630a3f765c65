import Documents
import Facts
import FleetSimulation
import SimulationKernel
import Traces
import Units

extension Assembler {
  mutating func makeInterruptions() -> [PoolInterruption] {
    var made: [PoolInterruption] = []
    for interruption in model.interruptions {
      guard let index = model.pools.firstIndex(where: { $0.name == interruption.pool }),
        let delay = law(interruption.replacement)
      else { continue }
      var one = PoolInterruption(
        pool: PoolID(UInt32(index)), lifetime: nil, notice: interruption.notice,
        replacementDelay: delay, onNotice: interruption.onNotice)
      if let rebalance = interruption.rebalance {
        guard let lead = law(rebalance.member("lead")) else { continue }
        let action = rebalance.text("action")
        one.rebalance = RebalanceRecommendation(
          lead: lead, probabilityPermille: rebalance.integer("probability"),
          action: known(NoticeAction(rawValue: action), action))
      }
      if let lifetime = interruption.lifetime {
        guard let made = law(lifetime) else { continue }
        one.lifetime = made
      }
      if let market = interruption.market {
        guard let made = makeMarket(market) else { continue }
        one.market = made
      }
      made.append(one)
    }
    return made
  }

  mutating func law(_ node: CheckedNode) -> Distribution? {
    var reader = self
    defer { self = reader }
    do throws(Diagnostic) {
      return try Law.make(node) { entry throws(Diagnostic) in try reader.recordedLaw(entry) }
    } catch {
      reader.diagnostics.append(error)
      return nil
    }
  }

  /// The law of an entry that reads a file.
  private mutating func recordedLaw(_ node: CheckedNode) throws(Diagnostic) -> Distribution {
    let entry = node.member("trace")
    switch content(of: TraceReference(entry)) {
    case .lifetimes(let all):
      let types = try chosen(
        entry["machineTypes"], among: all.observations.map(\.machineType), "machine type")
      return try law(of: all, machineTypes: types, entry)
    case .availability(let record):
      let zones = try chosen(entry["zones"], among: record.zones, "zone")
      let spells = record.upSpells(of: zones, where: entry.integer("available") == 1)
      return try law(of: spells, machineTypes: nil, entry)
    case .spotAdvice(let advice): return try law(of: advice, node)
    default: throw diagnostics[diagnostics.count - 1]
    }
  }

  private func law(
    of all: RecordedLifetimes, machineTypes: [String]?, _ entry: CheckedNode
  ) throws(Diagnostic) -> Distribution {
    let zones = try chosen(entry["zones"], among: all.observations.map(\.zone), "zone")
    let lives = all.filtered(zones: zones, machineTypes: machineTypes)
    do {
      return try lives.estimate().distribution()
    } catch {
      throw Law.problem(
        entry,
        "no law comes from the \(lives.observations.count) of \(all.observations.count) lifetimes "
          + "that were chosen: \(error)")
    }
  }

  private func law(
    of advice: RecordedSpotAdvice, _ node: CheckedNode
  ) throws(Diagnostic) -> Distribution {
    let (region, type) = (node.member("region"), node.member("machineType"))
    let inRegion = advice.rows.filter { $0.region == region.text }
    guard !inRegion.isEmpty else {
      throw unknown(region, "region", among: advice.rows.map(\.region))
    }
    guard let row = inRegion.first(where: { $0.machineType == type.text }) else {
      throw unknown(type, "machine type", among: inRegion.map(\.machineType))
    }
    do {
      return try row.band.lifetime(
        runLength: node.span("runLength"), openTopPermille: node.integer("openBand"))
    } catch {
      throw Law.problem(node, "\(error) (spans in seconds)")
    }
  }

  /// The names of a list, each of which some observation has to bear.
  private func chosen(
    _ list: CheckedNode?, among known: [String], _ noun: String
  ) throws(Diagnostic) -> [String]? {
    guard let list else { return nil }
    let names = Set(known)
    for element in list.elements {
      guard let name = element.text, !names.contains(name) else { continue }
      throw unknown(element, noun, among: known)
    }
    return list.elements.compactMap(\.text)
  }
  /// The problem of a name that nothing recorded bears.
  func unknown(_ node: CheckedNode, _ noun: String, among known: [String]) -> Diagnostic {
    let name = node.text ?? ""
    return Diagnostic(
      .error, .unknownName, at: node.position, path: node.path,
      "no recorded machine has the \(noun) \"\(name)\"",
      remedy: NearestWord.advice(for: name, among: Set(known).sorted(), noun: "there are"))
  }
}
