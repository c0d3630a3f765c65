import Documents
import FleetSimulation
import SimulationKernel
import Traces
import Units

extension Assembler {
  /// The market of a checked entry, or nil after reporting why there is none.
  mutating func makeMarket(_ node: CheckedNode) -> SpotMarketPlan? {
    guard let availability = availability(node) else { return nil }
    let loss = node.member("loss")
    return SpotMarketPlan(
      availability: availability, region: node["region"]?.text ?? "",
      contagionPermille: node["contagion"]?.integer ?? 0,
      recoveryPermille: node["recovery"]?.integer ?? 0,
      loss: loss.text("law") == "beta"
        ? .beta(loss.number("a"), loss.number("b"))
        : .wipeOut(permille: loss.integer("probability")),
      spread: node.span("spread"), missedNoticePermille: node.integer("missedNotices"))
  }

  private mutating func availability(_ node: CheckedNode) -> SpotMarketPlan.Availability? {
    guard node.text("availability") == "recorded" else {
      guard let up = law(node.member("up")), let down = law(node.member("down")) else {
        return nil
      }
      for (key, law) in [("up", up), ("down", down)] where !((law.mean ?? 0) > 0) {
        diagnostics.append(
          Law.problem(
            node.member(key), "spells of no length on average, and time would stand still",
            remedy: "give a law with a mean above zero"))
        return nil
      }
      return .modelled(up: up, down: down)
    }
    let trace = node.member("trace")
    guard case .availability(let record)? = content(of: TraceReference(trace)) else { return nil }
    let zone = trace.text("zone")
    guard record.zones.contains(zone) else {
      diagnostics.append(
        unknown(trace.member("zone"), "zone", among: record.zones))
      return nil
    }
    let skip = trace.span("skip")
    let horizon = model.end - model.start
    guard skip < record.length, horizon <= record.length - skip else {
      diagnostics.append(
        Law.problem(
          trace,
          "the record is \(record.length.text) long, and the horizon takes \(horizon.text) of it after "
            + skip.text,
          remedy: "shorten the horizon, skip less, or take a modelled market"))
      return nil
    }
    let (startsUp, turns) = record.turns(
      of: zone, where: trace.integer("available") == 1, from: skip, startingAt: model.start)
    return .recorded(startsUp: startsUp, turns: turns)
  }
}
