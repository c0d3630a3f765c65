import Foundation
import Testing

/// `fivespot capacity` as a process.
@Suite struct CapacityCommandTests {
  private static let nodes = "scenarios/cluster/nodes.json"
  private static let pods = "scenarios/cluster/pods.json"

  private func run(_ arguments: String...) throws -> BuiltProduct.Result {
    try BuiltProduct.run("fivespot", ["capacity"] + arguments, in: Repository.folder)
  }

  @Test func `the example cluster is answered in full`() throws {
    let result = try run(
      "--nodes", Self.nodes, "--pods", Self.pods, "--more", "cpu=500m,memory=1Gi", "--more",
      "scenarios/cluster/web.yaml")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    for line in [
      "4 nodes, 1 cordoned; 7 pods on them, 5 waiting",
      "  trading/quote-4             to b1",
      "  trading/pricing-1           to a2 in the room of kube-system/log-1",
      "cpu=500m,memory=1Gi: 13 more, on 2 nodes",
      "scenarios/cluster/web.yaml: 2 more, on 2 nodes",
      "0 of 4 nodes can go, one after the other",
      "  b2 stays: pod probe has no controller that would make it anew",
      "  a2 stays: the budget of pod cache-1 allows no disruption",
    ] {
      #expect(result.lines.contains(line), "\(line)\nis not in\n\(result.output)")
    }
    // A pod of a DaemonSet that lost its room can come back to its own node only.
    let displaced = result.lines.first { $0.contains("(displaced)") } ?? ""
    #expect(displaced.hasPrefix("  kube-system/log-1") && displaced.contains("1 Insufficient cpu"))
  }

  @Test func `a gate reads the exit code, a tool the JSON`() throws {
    struct Answers: Decodable {
      struct Placement: Decodable { var pod: String, node: String?, message: String?, victims: Int }
      struct Removal: Decodable { var node: String, moves: Int, obstacle: String? }
      var nodes: Int
      var waiting: [Placement]
      var removable: [Removal]
      var staying: [Removal]
    }
    let result = try run(
      "--nodes", Self.nodes, "--pods", Self.pods, "--exit-code", "--format", "json")
    #expect(result.status == 2)
    let answers = try JSONDecoder().decode(Answers.self, from: Data(result.bytes))
    #expect(answers.nodes == 4 && answers.removable.isEmpty && answers.staying.count == 4)
    #expect(answers.staying.allSatisfy { $0.obstacle != nil })
    #expect(
      answers.waiting.filter { $0.node == nil }.map(\.pod) == ["batch-1", "batch-2", "log-1"])
    // Nobody waits, so nobody stays pending.
    #expect(try run("--nodes", Self.nodes, "--exit-code").status == 0)
  }

  @Test func `what pods and nodes do not say is filled in or said`() throws {
    let folder = try Scratch()
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.url.appendingPathComponent(name)
      try text.write(to: url, atomically: true, encoding: .utf8)
      return url.path
    }
    // Only capacity, in two documents of JSON one after the other.
    let nodes = try file(
      "nodes.json",
      """
      {"kind": "Node", "metadata": {"name": "a"},
       "status": {"capacity": {"cpu": "2", "memory": "4Gi", "pods": "10"}}}
      {"kind": "Node", "metadata": {"name": "b"},
       "status": {"capacity": {"cpu": "2", "memory": "4Gi", "pods": "10"}}}
      """)
    // YAML that begins with a brace.
    let pod = try file(
      "pod.yaml",
      """
      {kind: Pod, metadata: {name: w}, spec: {priorityClassName: urgent,
        containers: [{resources: {requests: {cpu: "1"}}}]}}
      """)
    let result = try run("--nodes", nodes, "--pods", pod, "--more", "cpu=1")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.lines.contains("cpu=1: 3 more, on 2 nodes"), "\(result.output)")
    #expect(result.errors.contains("pod.yaml:1:60: warning: spec.priorityClassName: there is no "))
    #expect(result.errors.contains("kubectl get priorityclasses"))
    // A class that comes in another file, for a pod of --more too.
    let urgent = try file(
      "class.yaml", "kind: PriorityClass\nmetadata: {name: urgent}\nvalue: 1000\n")
    let known = try run("--nodes", nodes, "--pods", pod, "--pods", urgent, "--more", pod)
    #expect(known.status == 0 && known.errors.isEmpty, "\(known.errors)")
    let typed = try run("--nodes", nodes, "--more", "cpus=1")
    #expect(typed.status == 64 && typed.errors.contains("did you mean \"cpu\"?"))
  }

  @Test func `a shell's process substitution is read like a file`() throws {
    let fivespot = try BuiltProduct.url("fivespot").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", "'\(fivespot)' capacity --nodes <(cat '\(Self.nodes)') --pods <(cat '\(Self.pods)')",
    ]
    process.currentDirectoryURL = Repository.folder
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(output.hasPrefix("4 nodes, 1 cordoned; 7 pods on them, 5 waiting"))
  }

  @Test func `what cannot be read is named with its place and a remedy`() throws {
    let folder = try Scratch()
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.url.appendingPathComponent(name)
      try text.write(to: url, atomically: true, encoding: .utf8)
      return url.path
    }
    let broken = try file("broken.json", "{\"kind\": \"Node\",\n  \"metadata\": [}")
    let unitless = try file(
      "cpu.yaml",
      "kind: Node\nmetadata: {name: a}\nstatus:\n  allocatable: {cpu: many, memory: 1Gi}\n")
    let nameless = try file("pod.yaml", "kind: Pod\nmetadata: {}\n")
    let list = try file("list.yaml", "- 1\n- 2\n")
    let empty = try file("empty.json", "")
    let table: [(arguments: [String], status: Int32, words: [String])] = [
      ([], 64, ["--nodes"]),
      (["--nodes", "/nope.json"], 66, ["/nope.json"]),
      (["--nodes", broken], 65, ["broken.json:2:"]),
      (["--nodes", unitless], 65, ["cpu.yaml:4:22", "many", "write a quantity"]),
      (["--nodes", Self.nodes, "--pods", nameless], 65, ["pod.yaml:2:11", "metadata.name"]),
      (["--nodes", list], 65, ["list.yaml:1:1", "not a mapping"]),
      (["--nodes", Self.pods], 65, ["there is no node"]),
      (["--nodes", Self.nodes, "--pods", empty], 65, ["empty.json", "nothing in it"]),
      (["--nodes", Self.nodes, "--more", "cpu=lots"], 64, ["cpu=lots", "write cpu=500m"]),
      (["--nodes", Self.nodes, "--more", Self.nodes], 65, ["nothing that makes pods"]),
      (["--nodes", "-", "--pods", "-"], 64, ["name it once"]),
    ]
    for (arguments, status, words) in table {
      let result = try BuiltProduct.run(
        "fivespot", ["capacity"] + arguments, in: Repository.folder)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.bytes.isEmpty)
      for word in words { #expect(result.errors.contains(word), "\(arguments): \(result.errors)") }
    }
  }
}
