#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import NetworkTestSupport
  import Testing

  /// What it costs to read a large fleet once, and to watch one for a while: processor time and memory of the
  /// process alone. It prints what it measured and asserts only what was read.
  ///
  /// `FIVESPOT_LIVE_PRODUCT` names the executable to measure, such as one that was built with `-c release`.
  @Suite(
    .serialized, .enabled(if: ProcessInfo.processInfo.environment["FIVESPOT_LONG_TESTS"] != nil))
  struct CostTests {
    private static let product = ProcessInfo.processInfo.environment["FIVESPOT_LIVE_PRODUCT"].map {
      URL(fileURLWithPath: $0)
    }

    /// A page of a list, ready to be sent.
    private static func page(_ kind: String, _ items: [String], next: String) -> [UInt8] {
      Array(
        (#"{"kind":"\#(kind)List","apiVersion":"v1","metadata":{"resourceVersion":"9","#
          + #""continue":"\#(next)"},"items":[\#(items.joined(separator: ","))]}"#).utf8)
    }

    private static func json(_ value: DocumentValue) -> String {
      String(decoding: (try? value.canonicalJSON()) ?? [], as: UTF8.self)
    }

    /// 5,000 nodes with 20 pods each, of 6 kB.
    @Test(arguments: [false, true])
    func `a snapshot of a hundred thousand pods`(isSecure: Bool) async throws {
      let fleet = try await ServedFleet(.beta, isSecure: isSecure)
      let padding = String(repeating: "x", count: 3_000)
      let size = Self.json(SampleFleet.pod("p-00000", on: "n-0000")).utf8.count
      let pages = (0..<200).map { page in
        let pods = (0..<500).map { index in
          let number = page * 500 + index
          let pod = Self.json(SampleFleet.pod("p-\(number)", on: "n-\(number / 20)"))
          return pod.dropLast()
            + #","padding":"\#(padding)","more":"\#(String(repeating: "y", count: max(0, 3_000 - size)))"}"#
        }
        return Self.page("Pod", pods.map(String.init), next: page < 199 ? String(page + 1) : "")
      }
      let nodes = (0..<10).map { page in
        Self.page(
          "Node",
          (0..<500).map { Self.json(SampleFleet.node("n-\(page * 500 + $0)")) },
          next: page < 9 ? String(page + 1) : "")
      }
      let large = try await TestServer(isSecure: isSecure) { request, responder in
        let number = Int(request.parameter("continue") ?? "") ?? 0
        let bytes =
          request.path.hasSuffix("/pods")
          ? pages[number] : request.path.hasSuffix("/nodes") ? nodes[number] : nil
        guard let bytes else {
          await fleet.batch.answer(request, responder)
          return
        }
        await responder.head(200, [("Content-Type", "application/json")])
        await responder.body(bytes)
        await responder.end()
      }
      let folder = try Folder()
      let management = try fleet.flags(in: folder)[1]
      let workload = try folder.write("large", fleet.kubeconfig(large.port))
      let before = Self.children()
      let start = Date()
      let process = try LiveProcess(
        [
          "snapshot", "--kubeconfig", management, "--workload-cluster", "fleet/batch=\(workload)",
          "--out", folder.path + "/out.json",
        ], executable: Self.product
      )
      var memory = 0
      _ = try await process.waits {
        memory = max(memory, Self.kilobytes("VmHWM", of: process.number))
        return !process.isRunning
      }
      let result = try await process.end()
      let after = Self.children()
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("fleet/batch: 100000 pods"), "\(result.errors)")
      print(
        "live.snapshot, TLS \(isSecure): \(after - before) CPU-s, \(memory) kB at most, "
          + "\(Date().timeIntervalSince(start)) s, \(pages[0].count / 500) bytes a pod")
      await large.stop()
      await fleet.stop()
    }

    /// 1,000 objects with their Machines and nodes; a node beats each 10 ms.
    @Test func `a controller of a thousand objects`() async throws {
      let fleet = try await ServedFleet(.beta)
      for number in 0..<1_000 {
        let name = "m-\(number)"
        fleet.management.put(
          SampleFleet.scheduledMachine(
            name, cluster: "batch", host: "10.1.\(number / 250).\(number % 250)", role: "borrower",
            days: "mon-sun", hours: "0-23",
            status: SampleFleet.status("Active", "MachineCreated"), provider: "night-1-hours"),
          as: "scheduledmachines")
        fleet.management.put(
          SampleFleet.machine(name, cluster: "batch", node: "w-\(number)"), as: "machines")
        fleet.batch.put(SampleFleet.node("w-\(number)"), as: "nodes")
        fleet.batch.put(SampleFleet.pod("q-\(number)", on: "w-\(number)"), as: "pods")
      }
      let folder = try Folder()
      let process = try LiveProcess(
        try [
          "controller", "--mode", "advise", "--listen", "127.0.0.1", "--metrics-port", "0",
          "--health-port", "0", "--audit-log", folder.path + "/audit",
        ] + fleet.flags(in: folder), executable: Self.product)
      let port = try await process.port("healthPort")
      let isUp = try await process.waits {
        try await Page.get("/readyz", port: port).status == 200
      }
      try #require(isUp, "\(process.errors)")
      try await Task.sleep(nanoseconds: 20_000_000_000)
      let (cpu, requests) = (Self.cpu(of: process.number), fleet.all.map(\.state.requests.count))
      let start = Date()
      while Date().timeIntervalSince(start) < 60 {
        let number = Int.random(in: 0..<1_000)
        fleet.batch.put(SampleFleet.node("w-\(number)"), as: "nodes")
        try await Task.sleep(nanoseconds: 100_000_000)
      }
      let seconds = Date().timeIntervalSince(start)
      let asked = fleet.all.map(\.state.requests.count).reduce(0, +) - requests.reduce(0, +)
      let share = (Self.cpu(of: process.number) - cpu) / seconds
      let memory = Self.kilobytes("VmRSS", of: process.number)
      print(
        "live.steady: \(share * 100) % of a core, \(Double(asked) * 60 / seconds) requests a minute, "
          + "\(memory) kB")
      process.send(SIGTERM)
      #expect(try await process.end().status == 0)
      await fleet.stop()
    }

    /// Processor time of the children that have ended. Their memory is not asked here: the system counts what
    /// the parent had when they were started.
    private static func children() -> Double {
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
      func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
      }
      return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// A figure of a process that runs, in kB, by its name in `status`.
    private static func kilobytes(_ name: String, of process: Int32) -> Int {
      let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }

    /// Processor time of a process that runs: fields 14 and 15 of its `stat`, in hundredths of a second.
    private static func cpu(of process: Int32) -> Double {
      let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      let fields = (text.split(separator: ")").last ?? "").split(separator: " ")
      guard fields.count > 13, let user = Double(fields[11]), let system = Double(fields[12]) else {
        return .nan
      }
      return (user + system) / 100
    }
  }
#endif
