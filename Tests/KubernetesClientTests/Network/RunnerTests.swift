#if Live
  import Documents
  import KubernetesClient
  import NetworkTestSupport
  import Testing
  import Units

  /// Informers and elections over real connections.
  @Suite(.timeLimit(.minutes(60))) struct RunnerTests {
    /// A lease that does not run out while a test lasts, however busy the machine is.
    private static let timing = LeaderElection.Timing(
      lease: .hours(10), renewDeadline: .hours(9), retry: .milliseconds(100))

    private static func object(_ name: String, _ version: Int) -> String {
      #"{"metadata":{"name":"\#(name)","uid":"\#(name)","resourceVersion":"\#(version)"}}"#
    }

    private static func frame(_ type: String, _ name: String, _ version: Int) -> [UInt8] {
      Array((#"{"type":"\#(type)","object":\#(object(name, version))}"# + "\n").utf8)
    }

    /// The n-th list: between the first and the second, a went and d came.
    private static func list(_ number: Int) -> String {
      let items =
        number == 1 ? [object("a", 1), object("b", 2)] : [object("b", 2), object("d", 9)]
      return #"{"items":[\#(items.joined(separator: ","))],"#
        + #""metadata":{"resourceVersion":"\#(number * 10)"}}"#
    }

    /// The first watch is cut, the second expires, the third goes on behind the second list.
    @Test(arguments: Wire.allCases)
    func keepsItsStoreOverBrokenWatches(_ wire: Wire) async throws {
      let changes = Shared<[String]>([])
      let lists = Shared(0)
      let watches = Shared<[String]>([])
      let server = try await TestServer(isSecure: wire != .plain) { request, responder in
        guard request.parameter("watch") == "1" else {
          let number = lists.change { count in
            count += 1
            return count
          }
          await responder.answer(200, Self.list(number))
          return
        }
        let number = watches.change { seen in
          seen.append(request.parameter("resourceVersion") ?? "")
          return seen.count
        }
        await responder.head(200)
        switch number {
        case 1:
          await responder.body(Self.frame("ADDED", "c", 11))
          await responder.body(Self.frame("DELETED", "a", 12))
          // Cut only when both have arrived: what is under way may be lost with the connection.
          while !changes.value.contains("-a"), !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 2_000_000)
          }
          await responder.cut()
        case 2:
          await responder.body(
            Array(
              #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"#.utf8))
          await responder.end()
        default:
          await responder.body(Self.frame("ADDED", "e", 21))
          await responder.hang()
        }
      }
      let client = KubernetesClient(try wire.configuration(server), options: wire.options)
      var options = Informer<String>.Options()
      options.backOff = BackOff(first: .milliseconds(10), longest: .milliseconds(50))
      options.resync = nil
      let informer = Informer(Selection(.nodes), options: options) {
        object throws(DocumentError) in object.resourceVersion
      }
      let runner = InformerRunner(
        client, informer,
        observe: { batch in
          changes.change { names in
            for change in batch {
              switch change {
              case .added(let key, _): names.append("+\(key)")
              case .modified(let key, old: _, new: _): names.append("~\(key)")
              case .removed(let key, _): names.append("-\(key)")
              }
            }
          }
        })
      let task = Task { await runner.run() }
      while changes.value.last != "+e" { try await Task.sleep(nanoseconds: 5_000_000) }
      #expect(changes.value == ["+a", "+b", "+c", "-a", "-c", "+d", "+e"])
      #expect(watches.value == ["10", "12", "20"])
      #expect(await runner.informer.store.entries.keys.map(\.name).sorted() == ["b", "d", "e"])
      #expect(await runner.informer.listCount == 2)
      task.cancel()
      await client.shutdown()
      await task.value
      await server.stop()
    }

    /// The server goes away, and the clock of the machine is set back: the lease runs out for the others all
    /// the same, so it must run out for its holder.
    @Test func holdsNoLeaseLongerSinceTheClockIsSetBack() async throws {
      let server = try await TestServer { request, responder in
        guard request.method != "GET" else {
          await responder.answer(404, #"{"reason":"NotFound","details":{"name":"leader"}}"#)
          return
        }
        let sent = (try? Document.parseJSON(request.body, file: "sent").root).map { Lease($0) }
        let lease = sent?.document(namespace: "fleet", name: "leader") ?? .null
        await responder.answer(
          201, String(decoding: (try? lease.canonicalJSON()) ?? [], as: UTF8.self))
      }
      let (setBack, passed) = (Shared(TimeSpan.zero), Shared(TimeSpan.zero))
      var options = Wire.plain.options
      options.attempts = 1
      let client = KubernetesClient(
        try Wire.plain.configuration(server), options: options,
        now: { SystemClock.now() + passed.value - setBack.value })
      let elector = LeaderElector(
        client, namespace: "fleet", name: "leader", identity: "one", fieldManager: "test",
        timing: Self.timing, now: { SystemClock.steady() + passed.value })
      let task = Task { await elector.run() }
      while await !elector.isLeader { try await Task.sleep(nanoseconds: 5_000_000) }
      await server.stop()
      await client.shutdown()
      setBack.change { $0 = .hours(20) }
      #expect(await elector.isLeader)
      passed.change { $0 = .hours(9) }
      #expect(await !elector.isLeader)
      task.cancel()
      await task.value
    }

    @Test func electsOneLeaderAfterTheOther() async throws {
      let stored = Shared<(version: Int, lease: DocumentValue)?>(nil)
      let server = try await TestServer { request, responder in
        let sent = try? Document.parseJSON(request.body, file: "sent").root
        let answer: (Int, DocumentValue) = stored.change { stored in
          guard request.method != "GET" else {
            return stored.map { (200, $0.lease) } ?? (
              404, ["reason": "NotFound", "details": ["name": "leader"]]
            )
          }
          let isFresh =
            sent?["metadata"]?["resourceVersion"]?.string
            == stored.map { String($0.version) }
          guard let sent, isFresh else { return (409, ["reason": "Conflict"]) }
          let version = (stored?.version ?? 0) + 1
          var lease = Lease(sent)
          lease.resourceVersion = String(version)
          let document = lease.document(namespace: "fleet", name: "leader")
          stored = (version, document)
          return (200, document)
        }
        let body = (try? answer.1.canonicalJSON()) ?? []
        await responder.answer(answer.0, String(decoding: body, as: UTF8.self))
      }
      let client = KubernetesClient(
        try Wire.plain.configuration(server), options: Wire.plain.options)
      let electors = ["one", "two"].map {
        LeaderElector(
          client, namespace: "fleet", name: "leader", identity: $0, fieldManager: "test",
          timing: Self.timing)
      }
      let tasks = electors.map { elector in Task { await elector.run() } }
      var first: Int?
      while first == nil {
        for (index, elector) in electors.enumerated() where await elector.isLeader {
          first = index
        }
        try await Task.sleep(nanoseconds: 5_000_000)
      }
      let winner = first ?? 0
      let before = await electors[winner].fence
      tasks[winner].cancel()
      await tasks[winner].value
      await electors[winner].release()
      #expect(await !electors[winner].isLeader)
      while await !electors[1 - winner].isLeader { try await Task.sleep(nanoseconds: 5_000_000) }
      let after = await electors[1 - winner].fence
      #expect(after?.transitions == (before?.transitions ?? 0) + 1)
      for task in tasks { task.cancel() }
      await client.shutdown()
      await server.stop()
    }
  }
#endif
