import Facts
import Placement
import SimulationKernel
import Units

/// kube-scheduler over one cluster of services. A class because a scheduler is never copied.
final class ServiceScheduler {
  let id: ClusterID
  var nodes: ClusterNodes
  private var alarm = SchedulerAlarm()
  /// By service of the workload: the kind of its pods; nil for services of other clusters.
  private let kinds: [ClusterScheduler.KindID?]
  /// By service: the pods that wait, by ticket; a ticket is a pod's number with the scheduler.
  private var waiting: [[UInt32]]
  /// By ticket: whose pod it is.
  private var serviceOfTicket: [UInt32] = []
  private var freeTickets = BinaryHeap<UInt32>()

  init(_ id: ClusterID, of fleet: Fleet, services: [Service], profile: PlacementProfile) {
    self.id = id
    let own = fleet.nodes.indices.filter {
      fleet.pools[Int(fleet.nodes[$0].pool.index)].cluster == id
    }
    nodes = ClusterNodes(
      own, of: fleet, services: services.filter { $0.cluster == id }, profile: profile,
      isTainted: \.isIsolated)
    var kinds: [ClusterScheduler.KindID?] = []
    for service in services {
      guard service.cluster == id else {
        kinds.append(nil)
        continue
      }
      let pool = service.pool.map { fleet.pools[Int($0.index)].name }
      kinds.append(nodes.pods.kind(of: SchedulerObjects.pod(of: service, pool: pool)))
    }
    self.kinds = kinds
    waiting = Array(repeating: [], count: services.count)
  }

  /// Makes as many pods of a service wait as it lacks; the last ones are the first to be given up.
  func setPending(_ count: Int, of service: Int, at now: Instant) {
    guard let kind = kinds[service] else { return }
    while waiting[service].count < count {
      let ticket = takeTicket(service)
      waiting[service].append(ticket)
      nodes.pods.submit(ticket, kind, at: now)
    }
    while waiting[service].count > count, let last = waiting[service].popLast() {
      nodes.pods.delete(last, at: now)
      freeTickets.insert(last)
    }
  }

  private func takeTicket(_ service: Int) -> UInt32 {
    if freeTickets.first != nil {
      let ticket = freeTickets.removeFirst()
      serviceOfTicket[Int(ticket)] = UInt32(service)
      return ticket
    }
    serviceOfTicket.append(UInt32(service))
    return UInt32(serviceOfTicket.count - 1)
  }

  /// The pod that the scheduler places next, its service and its node; nil when it places none now.
  func next(at now: Instant) -> (ticket: UInt32, service: Int, node: UInt32)? {
    while let attempt = nodes.pods.next(at: now) {
      // Pods of services are all equally important, so nobody's room is taken.
      guard case .bound(let ticket, let row) = attempt else { continue }
      let service = Int(serviceOfTicket[Int(ticket)])
      waiting[service].removeAll { $0 == ticket }
      return (ticket, service, UInt32(nodes.node(row)))
    }
    return nil
  }

  /// A pod that had a node is gone.
  func remove(_ ticket: UInt32, at now: Instant) {
    nodes.pods.delete(ticket, at: now)
    freeTickets.insert(ticket)
  }

  /// Has the scheduler asked again when a wait is over.
  func askAgain(
    _ queue: inout EventQueue<SimulationEvent>, _ now: Instant, _ end: Instant
  ) {
    alarm.set(nodes.pods.nextDue(after: now), for: id, &queue, now, end)
  }

  /// Whether so many pods of a service wait.
  func agrees(_ pending: Int, of service: Int) -> Bool {
    kinds[service] == nil || waiting[service].count == pending
  }
}

extension ServiceState {
  /// A machine of the owner is a Ready node of its cluster.
  mutating func bringUp(_ node: UInt32, at now: Instant) {
    isUp[Int(node)] = true
    isCordoned[Int(node)] = false
    scheduler(ofNode: node)?.nodes.bringUp(Int(node), at: now)
  }

  /// A node left its cluster; nothing is on it any more.
  mutating func takeDown(_ node: UInt32, at now: Instant) {
    isUp[Int(node)] = false
    isCordoned[Int(node)] = false
    scheduler(ofNode: node)?.nodes.takeDown(Int(node), at: now)
  }

  /// Makes a node unschedulable, or schedulable again.
  mutating func setCordoned(_ cordoned: Bool, _ node: UInt32, at now: Instant) {
    isCordoned[Int(node)] = cordoned
    scheduler(ofNode: node)?.nodes.cordon(Int(node), cordoned, at: now)
  }

  /// The scheduler of the cluster that owns a node; nil when none places there.
  func scheduler(ofNode node: UInt32) -> ServiceScheduler? {
    schedulers.first { $0.id == homes[Int(node)] }
  }
}

extension FleetState {
  /// Carries out what the schedulers of services decide now.
  mutating func scheduleServicePods() {
    for scheduler in services.schedulers {
      for service in services.records.indices {
        scheduler.setPending(services.records[service].pending, of: service, at: now)
      }
      while let (ticket, service, node) = scheduler.next(at: now) {
        services.records[service].pending -= 1
        bindServicePod(of: service, to: node, ticket: ticket)
      }
      scheduler.askAgain(&queue, now, end)
    }
  }

  /// What the schedulers of services hold of each node is what the state holds.
  func serviceSchedulerProblem() -> String? {
    for scheduler in services.schedulers {
      var held = Array(repeating: ResourceVector.zero, count: nodes.count)
      var counts = Array(repeating: 0, count: nodes.count)
      for pod in services.pods where pod.phase != .gone {
        let service = services.services[Int(pod.service)]
        guard service.cluster == scheduler.id else { continue }
        held[Int(pod.node)] = held[Int(pod.node)] + service.request
        counts[Int(pod.node)] += 1
        guard
          scheduler.nodes.pods.node(of: pod.ticket).map({ scheduler.nodes.node($0) })
            == Int(pod.node)
        else { return "the scheduler does not have a pod of \(service.name) on node \(pod.node)" }
      }
      for node in nodes.indices where services.homes[node] == scheduler.id {
        let problem = scheduler.nodes.problem(
          on: node, isUp: services.isUp[node], isCordoned: services.isCordoned[node],
          held: held[node], pods: counts[node])
        if let problem { return problem }
      }
    }
    return nil
  }
}
