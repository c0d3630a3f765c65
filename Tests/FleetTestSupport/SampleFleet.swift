package import Documents
package import LiveMode
import Units

/// Objects in the shapes in which an API server gives them, with secrets in every place that may hold
/// one.
package enum SampleFleet {
  /// What must never come out again, whatever is asked.
  package static let secrets = [
    "hunter2-bootstrap", "hunter2-applied", "hunter2-env", "hunter2-token", "hunter2-key",
    "hunter2-message", "hunter2-node", "hunter2-cluster", "hunter2-argument",
  ]

  package static let morning = "2026-06-10T12:00:00Z"

  package static func metadata(
    _ name: String, namespace: String? = "fleet", version: String, uid: String? = nil,
    labels: [(key: String, value: DocumentValue)] = [],
    annotations: [(key: String, value: DocumentValue)] = [],
    more: [(key: String, value: DocumentValue)] = []
  ) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("name", .string(name)), ("uid", .string(uid ?? "uid-\(namespace ?? "")-\(name)")),
      ("resourceVersion", .string(version)), ("creationTimestamp", "2026-06-01T00:00:00Z"),
      ("generation", 1), ("labels", .mapping(labels)),
      (
        "annotations",
        .mapping(
          annotations + [
            (
              "kubectl.kubernetes.io/last-applied-configuration",
              "{\"spec\":{\"token\":\"hunter2-applied\"}}"
            )
          ])
      ),
      (
        "managedFields",
        [["manager": "kubectl", "operation": "Update", "fieldsV1": ["f:spec": [:]]]]
      ),
    ]
    if let namespace { members.append(("namespace", .string(namespace))) }
    return .mapping(members + more)
  }

  package static func embedded(_ kind: String, _ spec: DocumentValue) -> DocumentValue {
    let group = kind == "RemoteMachine" ? "infrastructure" : "bootstrap"
    return [
      "apiVersion": .string("\(group).cluster.x-k8s.io/v1beta1"), "kind": .string(kind),
      "spec": spec,
    ]
  }

  package static func status(_ phase: String, _ reason: String, since: String = morning)
    -> DocumentValue
  {
    [
      "phase": .string(phase), "message": "hunter2-message",
      "inSchedule": .boolean(phase == "Active"),
      "conditions": [
        [
          "type": "Ready", "status": "True", "reason": .string(reason),
          "message": "hunter2-message", "lastTransitionTime": .string(since),
        ]
      ],
    ]
  }

  package static func scheduledMachine(
    _ name: String, cluster: String, host: String = "10.0.0.1", role: String? = nil,
    days: String = "mon-fri", hours: String = "9-17", zone: String = "UTC",
    status: DocumentValue? = nil,
    provider: String? = nil, providerKind: String = "TimeBasedSpotSchedule",
    version: String = "100",
    more: [(key: String, value: DocumentValue)] = [],
    metadata: [(key: String, value: DocumentValue)] = []
  ) -> DocumentValue {
    let schedule: DocumentValue =
      provider.map {
        [
          "apiVersion": "spotschedules.5spot.finos.org/v1alpha1",
          "kind": .string(providerKind), "name": .string($0),
        ]
      } ?? [
        "daysOfWeek": [.string(days)], "hoursOfDay": [.string(hours)], "timezone": .string(zone),
        "enabled": true,
      ]
    let spec: [(key: String, value: DocumentValue)] = [
      ("clusterName", .string(cluster)), ("schedule", schedule),
      (
        "bootstrapSpec",
        embedded(
          "K0sWorkerConfig", ["joinToken": "hunter2-bootstrap", "args": ["hunter2-argument"]])
      ),
      (
        "infrastructureSpec",
        embedded(
          "RemoteMachine",
          ["address": .string(host), "user": "root", "sshKey": "hunter2-key"])
      ),
      ("priority", 50), ("gracefulShutdownTimeout", "5m"), ("nodeDrainTimeout", "5m"),
    ]
    return .mapping(
      [
        (
          "apiVersion",
          .string("5spot.finos.org/" + (provider == nil ? "v1alpha1" : "v1beta1"))
        ),
        ("kind", "ScheduledMachine"),
        (
          "metadata",
          self.metadata(
            name, version: version,
            annotations: role.map { [("fivespot/role", .string($0))] } ?? [], more: metadata)
        ),
        ("spec", .mapping(spec + more)),
      ] + (status.map { [(key: "status", value: $0)] } ?? []))
  }

  package static func provider(_ name: String, days: String, hours: String) -> DocumentValue {
    [
      "apiVersion": "spotschedules.5spot.finos.org/v1alpha1", "kind": "TimeBasedSpotSchedule",
      "metadata": metadata(name, version: "50"),
      "spec": [
        "daysOfWeek": [.string(days)], "hoursOfDay": [.string(hours)], "timezone": "UTC",
        "enabled": true,
      ],
      "status": ["active": true],
    ]
  }

  package static func cluster(_ name: String, paused: Bool = false) -> DocumentValue {
    [
      "apiVersion": "cluster.x-k8s.io/v1beta2", "kind": "Cluster",
      "metadata": metadata(
        name, version: "20",
        labels: [("topology.kubernetes.io/region", "eu-west-1"), ("team", "hunter2-cluster")]),
      "spec": ["paused": .boolean(paused)],
    ]
  }

  package static func machine(
    _ name: String, cluster: String, node: String?, isNew: Bool = true, version: String = "200",
    status: [(key: String, value: DocumentValue)] = [],
    metadata: [(key: String, value: DocumentValue)] = []
  ) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [("phase", "Running")]
    if let node {
      members.append(
        (
          "nodeRef",
          isNew
            ? ["name": .string(node)]
            : ["apiVersion": "v1", "kind": "Node", "name": .string(node), "uid": "u"]
        ))
    }
    return [
      "apiVersion": .string("cluster.x-k8s.io/" + (isNew ? "v1beta2" : "v1beta1")),
      "kind": "Machine",
      "metadata": self.metadata(
        name, version: version,
        labels: [
          ("5spot.finos.org/scheduled-machine", .string(name)),
          ("cluster.x-k8s.io/cluster-name", .string(cluster)),
        ], more: metadata),
      "spec": ["clusterName": .string(cluster)],
      "status": .mapping(members + status),
    ]
  }

  package static func node(
    _ name: String, cpu: String = "16", isReady: Bool = true, isCordoned: Bool = false,
    since: String = morning, annotations: [(key: String, value: DocumentValue)] = []
  ) -> DocumentValue {
    [
      "metadata": metadata(
        name, namespace: nil, version: "300",
        labels: [
          ("topology.kubernetes.io/zone", "eu-west-1a"), ("secret", "hunter2-node"),
        ], annotations: annotations + [("provider.io/token", "hunter2-token")]),
      "spec": isCordoned ? ["unschedulable": true] : [:],
      "status": [
        "allocatable": ["cpu": .string(cpu), "memory": "64Gi", "pods": "110"],
        "conditions": [
          [
            "type": "Ready", "status": .string(isReady ? "True" : "False"),
            "reason": "KubeletReady", "message": "hunter2-message",
            "lastTransitionTime": .string(since),
          ]
        ],
      ],
    ]
  }

  package static func pod(
    _ name: String, on node: String?, namespace: String = "work", app: String = "batch",
    cpu: String = "2", owner: String = "ReplicaSet", phase: String = "Running",
    isReady: Bool = true
  ) -> DocumentValue {
    var spec: [(key: String, value: DocumentValue)] = [
      (
        "containers",
        [
          [
            "name": "main", "image": "registry.example/app:1",
            "args": ["--password=hunter2-argument"],
            "env": [["name": "TOKEN", "value": "hunter2-env"]],
            "resources": ["requests": ["cpu": .string(cpu)]],
          ]
        ]
      ), ("terminationGracePeriodSeconds", 45), ("priority", 7),
    ]
    if let node { spec.append(("nodeName", .string(node))) }
    return [
      "metadata": metadata(
        name, namespace: namespace, version: "400", labels: [("app", .string(app))],
        annotations: [("vault/token", "hunter2-token")],
        more: [
          (
            "ownerReferences",
            [["kind": .string(owner), "name": "owner", "controller": true, "uid": "o"]]
          )
        ]),
      "spec": .mapping(spec),
      "status": [
        "phase": .string(phase),
        "conditions": [
          [
            "type": "PodScheduled", "status": "True", "lastTransitionTime": "2026-06-10T09:00:00Z",
          ],
          ["type": "Ready", "status": .string(isReady ? "True" : "False")],
        ],
      ],
    ]
  }

  package static func budget(
    _ name: String, namespace: String = "work", app: String = "batch", allowed: Int64,
    healthy: Int64 = 2, desired: Int64 = 2
  ) -> DocumentValue {
    [
      "metadata": metadata(name, namespace: namespace, version: "500"),
      "spec": ["minAvailable": 2, "selector": ["matchLabels": ["app": .string(app)]]],
      "status": [
        "observedGeneration": 1, "disruptionsAllowed": .integer(allowed),
        "currentHealthy": .integer(healthy), "desiredHealthy": .integer(desired),
        "expectedPods": 2,
      ],
    ]
  }

  package static func list(_ kind: String, _ items: [DocumentValue], version: String = "v1")
    -> DocumentValue
  {
    [
      "kind": .string(kind + "List"), "apiVersion": .string(version),
      "metadata": ["resourceVersion": "900"], "items": .sequence(items),
    ]
  }
}

extension ClusterObjects {
  /// Takes an object as its JSON says it.
  package mutating func take(_ value: DocumentValue, from source: ObjectSource = .management) throws
  {
    let document = try Document.parseJSON(try value.canonicalJSON(), file: "answer.json")
    add(document.root, from: source)
  }
}
