import ClusterAPI
import Documents
import FleetSimulation
import KubernetesModel
import Units

extension AutoscalerSettings {
  /// The autoscaler of a checked `autoscaler`.
  init(_ node: CheckedNode) {
    self.init()
    let word = node.text("expander")
    expander = known(Expander(rawValue: word), word)
    scanInterval = node.span("scanInterval")
    podDelay = node.span("podDelay")
    provisionTime = node.span("provisionTime")
    let down = node.member("scaleDown")
    guard down.boolean("enabled") else {
      scaleDown = nil
      return
    }
    var settings = ScaleDown()
    settings.utilisationPermille = down.integer("utilisation")
    settings.unneededTime = down.span("unneeded")
    settings.delayAfterAdd = down.span("delayAfterAdd")
    settings.delayAfterFailure = down.span("delayAfterFailure")
    settings.mostEmpty = Int(down.integer("mostEmpty"))
    settings.mostDrains = Int(down.integer("mostDrains"))
    scaleDown = settings
  }
}

extension NodeGroupPlan {
  /// The group of a checked `nodeGroup`; its price in millionths.
  init(_ node: CheckedNode) {
    let price = node.text("price")
    let money = known(try? Money(text: price), price)
    self.init(
      minimum: Int(node.integer("min")), maximum: Int(node.integer("max")),
      priority: Int(node.integer("priority")), price: Int64(clamping: money.picounits / 1_000_000))
    if let consolidation = node["consolidation"] {
      let word = consolidation.text("policy")
      self.consolidation = ConsolidationPolicy(
        known(ConsolidationPolicy.Kind(rawValue: word), word), after: consolidation.span("after"),
        budget: IntOrPercent(consolidation.member("budget")))
    }
  }
}

extension TerminationHandler {
  /// The handler of a checked `spot`; nil for none.
  init?(_ node: CheckedNode) {
    switch node.text("handler") {
    case "metadata": self.init(.metadata, drainsOnRebalance: node.boolean("drainsOnRebalance"))
    case "queue": self.init(.queue, drainsOnRebalance: true)
    default: return nil
    }
  }
}
