import Documents
import KubernetesClient
import SimulationKernel
import Testing
import Units

/// Whatever happens to the watches, the store is what a fresh list shows once all is quiet.
@Suite struct InformerPropertyTests {
  struct Faults: Sendable, CustomTestStringConvertible {
    var name: String
    var cut = 0.0
    var duplicate = 0.0
    var swap = 0.0
    var lose = 0.0
    var compact = 0.0
    var fail = 0.0
    var streams = false

    var testDescription: String { name }

    static let all: [Faults] = [
      Faults(name: "none"), Faults(name: "cut", cut: 0.1),
      Faults(name: "duplicated", cut: 0.02, duplicate: 0.3),
      Faults(name: "reordered", cut: 0.02, swap: 0.3), Faults(name: "lost", cut: 0.02, lose: 0.2),
      Faults(name: "expired", cut: 0.1, compact: 0.1),
      Faults(name: "failing", cut: 0.05, compact: 0.02, fail: 0.3),
      Faults(
        name: "all", cut: 0.05, duplicate: 0.1, swap: 0.1, lose: 0.05, compact: 0.05, fail: 0.1),
      Faults(
        name: "all, streaming", cut: 0.05, duplicate: 0.1, swap: 0.1, lose: 0.05, compact: 0.05,
        fail: 0.1, streams: true),
    ]
  }

  @Test(arguments: Faults.all, 0..<25 as Range<UInt64>)
  func equalsAFreshList(_ faults: Faults, seed: UInt64) throws {
    var run = InformerRun(faults: faults, seed: seed)
    for _ in 0..<600 { try run.tick() }
    try run.settle()
    let place: Comment = "faults \(faults.name), seed \(seed)"
    #expect(run.stored == run.collection.objects, place)
    #expect(run.mirror == run.stored, "the changes tell another story: \(place)")
    #expect(run.informer.isSynchronized, place)
    #expect(run.informer.trouble == nil, place)
  }

  @Test func listsOnceWhenNothingGoesWrong() throws {
    var run = InformerRun(faults: Faults(name: "none"), seed: 1)
    for _ in 0..<600 { try run.tick() }
    #expect(run.informer.listCount == 1)
  }
}

/// An informer against a simulated collection, over a connection with faults.
struct InformerRun {
  var informer: Informer<Int>
  var collection = SimulatedCollection()
  /// What a consumer of the changes alone would hold.
  private(set) var mirror: [String: SimulatedCollection.Object] = [:]
  private var random: RandomStream
  private var faults: InformerPropertyTests.Faults
  private var now = Instant(seconds: 1_800_000_000)
  /// The version behind which the open watch sends; `nil` when none is open.
  private var sentUpTo: Int?
  private var wantsInitialEvents = false
  private var isQuiet = false

  init(faults: InformerPropertyTests.Faults, seed: UInt64) {
    self.faults = faults
    random = RandomStream(seed: seed, label: "informer")
    var options = Informer<Int>.Options()
    options.pageSize = 4
    options.streamsLists = faults.streams
    informer = Informer(Selection(.nodes), options: options) { object throws(DocumentError) in
      Int(object.node["payload"]?.integer ?? -1)
    }
  }

  var stored: [String: SimulatedCollection.Object] {
    informer.store.entries.reduce(into: [:]) { stored, entry in
      stored[entry.key.name] = .init(
        uid: Int(entry.value.uid) ?? 0, version: Int(entry.value.resourceVersion) ?? 0,
        payload: entry.value.value)
    }
  }

  mutating func tick() throws {
    now = now + .milliseconds(200)
    if !isQuiet {
      if random.unit() < 0.5 { collection.mutate(&random) }
      if random.unit() < faults.compact { collection.compact() }
    }
    if sentUpTo == nil { try step() } else { try pump() }
  }

  /// Lets all become quiet: no changes, no faults, and one resync for what no event can show.
  mutating func settle() throws {
    isQuiet = true
    faults = InformerPropertyTests.Faults(name: "quiet")
    for _ in 0..<400 { try tick() }
    now = now + .minutes(31)
    for _ in 0..<400 { try tick() }
  }

  private mutating func step() throws {
    switch informer.next(at: now, unit: random.unit()) {
    case .wait: break
    case .list(let request): try list(request)
    case .watch(let query):
      if random.unit() < faults.fail {
        informer.receive(watchEnd: failure, at: now, unit: random.unit())
        return
      }
      wantsInitialEvents = query.sendsInitialEvents
      sentUpTo = query.resourceVersion.flatMap { Int($0) } ?? 0
    }
  }

  private var failure: APIError {
    AnswerRule.error(
      ofConnection: "reset", wasSent: true, request: .read, description: "GET /api/v1/nodes")
  }

  private mutating func list(_ request: APIRequest) throws {
    if random.unit() < faults.fail {
      informer.receive(listError: failure, at: now, unit: random.unit())
      return
    }
    let values = request.query.reduce(into: [:]) { $0[$1.name] = $1.value }
    let token = values["continue"].map { text in
      let parts = text.split(separator: "/")
      return (version: Int(parts[0]) ?? 0, after: String(parts[1]))
    }
    switch try collection.page(limit: values["limit"].flatMap { Int($0) }, token: token) {
    case .success(let page):
      take(informer.receive(page: page, at: now, unit: random.unit()))
    case .failure(let error):
      informer.receive(listError: error, at: now, unit: random.unit())
    }
  }

  /// Sends what the open watch has not sent, over the faulty connection.
  private mutating func pump() throws {
    guard let from = sentUpTo else { return }
    guard !informer.needsList(at: now) else {
      sentUpTo = nil
      informer.receive(watchEnd: nil, at: now, unit: random.unit())
      return
    }
    if wantsInitialEvents {
      wantsInitialEvents = false
      try sendInitialEvents()
      return
    }
    guard let events = collection.events(after: from) else {
      send(#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"#)
      sentUpTo = nil
      return
    }
    sentUpTo = collection.version
    var frames: [String] = []
    for entry in events {
      if random.unit() < faults.lose { continue }
      frames.append(SimulatedCollection.frame(entry))
      if random.unit() < faults.duplicate {
        frames.append(frames[Int(random.next() % UInt64(frames.count))])
      }
      if frames.count > 1, random.unit() < faults.swap {
        frames.swapAt(frames.count - 1, frames.count - 2)
      }
    }
    for frame in frames {
      if random.unit() < faults.cut {
        sentUpTo = nil
        let error = random.unit() < 0.5 ? failure : nil
        informer.receive(watchEnd: error, at: now, unit: random.unit())
        return
      }
      send(frame)
    }
  }

  private mutating func sendInitialEvents() throws {
    sentUpTo = collection.version
    for (key, object) in collection.objects.sorted(by: { $0.key < $1.key }) {
      if random.unit() < faults.cut {
        sentUpTo = nil
        informer.receive(watchEnd: failure, at: now, unit: random.unit())
        return
      }
      send(#"{"type":"ADDED","object":\#(SimulatedCollection.json(key, object))}"#)
    }
    send(
      #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"\#(collection.version)","#
        + #""annotations":{"k8s.io/initial-events-end":"true"}}}}"#)
  }

  private mutating func send(_ frame: String) {
    var parser = WatchStreamParser(description: "WATCH")
    var events: [WatchEvent] = []
    do {
      try parser.receive(Array((frame + "\n").utf8)) { events.append($0) }
    } catch {
      Issue.record("\(error)")
    }
    for event in events {
      take(informer.receive(event: event, at: now, unit: random.unit()))
    }
  }

  private mutating func take(_ changes: [Informer<Int>.Change]) {
    for change in changes {
      switch change {
      case .added(let key, let entry), .modified(let key, old: _, new: let entry):
        mirror[key.name] = .init(
          uid: Int(entry.uid) ?? 0, version: Int(entry.resourceVersion) ?? 0,
          payload: entry.value)
      case .removed(let key, _): mirror[key.name] = nil
      }
    }
  }
}
