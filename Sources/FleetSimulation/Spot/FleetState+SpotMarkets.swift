import Facts
import SimulationKernel
import Units

/// Pools of spot machines whose market runs dry and comes back.
extension FleetState {
  /// Has the markets turn when they do first.
  mutating func startMarkets() {
    for market in markets.isUp.indices {
      if !markets.isUp[market] { recordTurn(of: market) }
      scheduleTurn(of: market)
    }
  }

  private mutating func recordTurn(of market: Int) {
    record(.spotMarketTurned, poolOfMarket[market].index, value: markets.isUp[market] ? 1 : 0)
  }

  private mutating func scheduleTurn(of market: Int) {
    if let event = marketTurns[market] { queue.cancel(event) }
    marketTurns[market] = markets.nextTurn[market].flatMap {
      push(.spotMarketTurns, UInt32(market), at: $0)
    }
  }

  /// A market turns by itself, and may take others along.
  mutating func turnMarket(_ market: UInt32) {
    marketTurns[Int(market)] = nil
    for turned in markets.turn(Int(market), at: now) {
      scheduleTurn(of: turned)
      recordTurn(of: turned)
      if markets.isUp[turned] {
        refill(turned)
      } else {
        runDry(turned)
      }
    }
  }

  /// Whether machines of a node's pool cannot be had now.
  func isDry(_ node: UInt32) -> Bool {
    let market = marketOfNode(node)
    return market != .none && !markets.isUp[Int(market)]
  }

  func marketOfNode(_ node: UInt32) -> UInt32 {
    let interruption = nodeRecords[Int(node)].interruption
    return interruption == .none ? .none : marketOfInterruption[Int(interruption)]
  }

  /// A node is to join once its market has machines again.
  mutating func waitForMarket(_ node: UInt32) {
    nodesWaiting[Int(marketOfNode(node))].append(node)
  }

  /// Some machines, or all, are on their way out.
  private mutating func runDry(_ market: Int) {
    stopReturning(to: market)
    let up = nodesOfMarket[market].filter { clusters.isUp(Int($0)) }
    guard !up.isEmpty else { return }
    for place in markets.victims(of: market, among: up.count) {
      let node = up[place]
      let warning = markets.warning(of: market)
      let notice = interruptions[Int(nodeRecords[Int(node)].interruption)].notice
      let lead = warning.isTold ? notice : .zero
      condemn(node, at: instant(after: warning.delay.nanoseconds &+ lead.nanoseconds), lead: lead)
    }
  }

  /// A node is taken away at an instant, unless it goes before; it is told `lead` ahead.
  private mutating func condemn(_ node: UInt32, at instant: Instant, lead: TimeSpan) {
    let index = Int(node)
    if let event = nodeRecords[index].interruptionEvent {
      guard nodeRecords[index].joinedAt + nodeRecords[index].lifetime > instant else { return }
      queue.cancel(event)
    }
    if let event = nodeRecords[index].noticeEvent { queue.cancel(event) }
    if let event = nodeRecords[index].rebalanceEvent { queue.cancel(event) }
    nodeRecords[index].noticeEvent = nil
    nodeRecords[index].rebalanceEvent = nil
    nodeRecords[index].lifetime = instant - nodeRecords[index].joinedAt
    nodeRecords[index].interruptionEvent = push(.nodeIsInterrupted, node, at: instant)
    if lead > .zero {
      nodeRecords[index].noticeEvent = push(.nodeIsNoticed, node, at: instant - lead)
    }
    scheduleRebalance(node, beforeNotice: (instant - lead - now).nanoseconds)
  }

  /// Machines can be had again: those that wait are launched.
  private mutating func refill(_ market: Int) {
    let waiting = nodesWaiting[market]
    nodesWaiting[market] = []
    autoscaling.marketUpSince[market] = now
    for node in waiting { launchReplacement(node) }
    if autoscaling.isUsed { requestScan(at: now) }
  }

  /// A node's replacement joins when the delay is over that is drawn for it.
  mutating func launchReplacement(_ node: UInt32) {
    let interruption = interruptions[Int(nodeRecords[Int(node)].interruption)]
    let delay = interruption.replacementDelay.sampleSpan(&streams[Int(node)].replacement)
    push(.nodeJoins, node, at: instant(after: max(delay, .zero).nanoseconds))
  }
}
