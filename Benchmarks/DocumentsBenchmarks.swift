import Documents

/// Reading the two formats that carry the bulk of what comes in.
let documentsBenchmarks: [Benchmark] = [
  Benchmark(name: "documents.json-parse", unit: "bytes/CPU-s") {
    try parse(PodList.dense)
  },
  Benchmark(name: "documents.json-parse.indented", unit: "bytes/CPU-s") {
    try parse(PodList.indented)
  },
  Benchmark(name: "documents.csv", unit: "bytes/CPU-s") {
    let text = NumericRows.text
    var total: Int64 = 0
    let value = try rate(of: text.count) {
      var reader = CSVReader(text, file: "rows.csv")
      while try reader.readRow() {
        for field in 0..<6 { total &+= try reader.integer(field) }
      }
    }
    keep(total)
    return value
  },
]

private func parse(_ text: [UInt8]) throws -> Double {
  try rate(of: text.count) { keep(try Document.parseJSON(text, file: "pods.json").root.count) }
}

/// Six columns of integers as resource traces have them: time, machine, job, milli-CPU, bytes, state.
private enum NumericRows {
  /// Half a million rows, about 22 MB.
  static let text: [UInt8] = {
    var random = SplitMix64(state: 1)
    var text: [UInt8] = []
    for row in 0..<500_000 {
      let values = [
        1_654_041_600_000 + row * 30, Int(random.next() % 12_000), Int(random.next() % 4_000_000),
        Int(random.next() % 64_000), Int(random.next() % 274_877_906_944), Int(random.next() % 5),
      ]
      text.append(contentsOf: values.map(String.init).joined(separator: ",").utf8)
      text.append(0x0A)
    }
    return text
  }()
}

/// What an API server answers to `list pods`: mostly short strings and repeated keys, some numbers, booleans and nulls, some
/// text beyond ASCII, a few escapes. About 2.5 kB a pod.
private enum PodList {
  /// As an API server sends it, about 20 MB.
  static let dense = json(pods: 8000, indent: false)
  /// As `kubectl get -o json` prints it.
  static let indented = json(pods: 4000, indent: true)

  private static func json(pods: Int, indent: Bool) -> [UInt8] {
    var random = SplitMix64(state: 7)
    let items = (0..<pods).map { pod($0, &random) }
    let list: DocumentValue = .mapping([
      ("kind", "PodList"), ("apiVersion", "v1"),
      ("metadata", ["resourceVersion": "102837465"]), ("items", .sequence(items)),
    ])
    return (try? indent ? list.prettyJSON() : list.canonicalJSON()) ?? []
  }

  private static func pod(_ index: Int, _ random: inout SplitMix64) -> DocumentValue {
    let app = ["pricing", "settlement", "risk-engine", "ledger", "gateway"][index % 5]
    let name = "\(app)-\(String(random.next() % 0xFFFFFF, radix: 36))-\(index)"
    return [
      "metadata": [
        "name": .string(name), "namespace": .string("team-\(index % 40)"),
        "uid": .string(identifier(&random)),
        "resourceVersion": .string("\(random.next() % 99_999_999)"),
        "creationTimestamp": "2026-06-08T09:00:00Z",
        "labels": [
          "app.kubernetes.io/name": .string(app), "app.kubernetes.io/component": "server",
          "pod-template-hash": .string(String(random.next() % 0xFFFFFFFF, radix: 16)),
          "topology.kubernetes.io/zone": .string("eu-west-1\(["a", "b", "c"][index % 3])"),
        ],
        "annotations": [
          "example.com/owner": .string(index % 9 == 0 ? "Équipe Trésorerie – Zürich" : "treasury"),
          "example.com/note": .string(index % 7 == 0 ? "line 1\nline 2 \"quoted\"" : "none"),
        ],
        "ownerReferences": [
          [
            "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": .string("\(app)-6d4cf56db6"),
            "uid": .string(identifier(&random)), "controller": true, "blockOwnerDeletion": true,
          ]
        ],
      ],
      "spec": [
        "containers": [container(app, &random), container("sidecar", &random)],
        "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
        "nodeName": .string("node-\(random.next() % 5000)"), "priority": 1000,
        "tolerations": [
          [
            "key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute",
            "tolerationSeconds": 300,
          ]
        ],
      ],
      "status": [
        "phase": "Running", "hostIP": "10.12.4.17", "startTime": "2026-06-08T09:00:02Z",
        "conditions": .sequence(
          ["PodScheduled", "Initialized", "ContainersReady", "Ready"].map {
            [
              "type": .string($0), "status": "True", "lastProbeTime": nil,
              "lastTransitionTime": "2026-06-08T09:00:11Z", "observedGeneration": 1,
            ]
          }),
        "load": [.number(Double(random.next() % 10_000) / 128), 0.25, 1e-9],
      ],
    ]
  }

  private static func container(_ name: String, _ random: inout SplitMix64) -> DocumentValue {
    [
      "name": .string(name),
      "image": .string("registry.example.com/\(name):1.\(random.next() % 90).3"),
      "args": ["--log-level=info", "--listen=:8080"],
      "ports": [["name": "http", "containerPort": 8080, "protocol": "TCP"]],
      "env": [["name": "REGION", "value": "eu-west-1"], ["name": "WORKERS", "value": "8"]],
      "resources": [
        "requests": ["cpu": .string("\(random.next() % 4000)m"), "memory": "512Mi"],
        "limits": ["cpu": "4", "memory": "2Gi"],
      ],
      "imagePullPolicy": "IfNotPresent",
    ]
  }

  private static func identifier(_ random: inout SplitMix64) -> String {
    let digits = String(random.next(), radix: 16) + String(random.next(), radix: 16)
    return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-4a7b-9c1d-\(digits.suffix(12))"
  }
}
