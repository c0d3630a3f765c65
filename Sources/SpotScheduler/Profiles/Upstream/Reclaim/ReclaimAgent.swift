package import Documents

extension Upstream {
  /// What the controller gives to the agent on a node that watches for programs of its owner.
  public enum ReclaimAgent {
    /// The label that the agent's DaemonSet selects nodes by.
    public static var label: String { "5spot.finos.org/reclaim-agent" }
    /// The namespace of the configurations.
    public static var namespace: String { "5spot-system" }
    /// The key of the configuration in its ConfigMap.
    public static var dataKey: String { "reclaim.toml" }

    /// The name of a node's ConfigMap.
    public static func configMapName(node: String) -> String { "reclaim-agent-\(node)" }

    /// The label by which the ConfigMaps are told from others.
    public static let componentLabel = (
      key: "app.kubernetes.io/component", value: "reclaim-agent"
    )

    /// The merge patch that brings the agent to a node, or takes it away.
    package static func labelPatch(isEnabled: Bool) -> DocumentValue {
      ["metadata": ["labels": .mapping([(label, isEnabled ? "enabled" : .null)])]]
    }

    /// A call of the API on the way to an agent.
    public struct Call: Hashable, Sendable {
      /// `PATCH` or `DELETE`.
      public var method: String
      /// The path of the URL.
      public var path: String

      /// Makes a call.
      public init(_ method: String, _ path: String) {
        self.method = method
        self.path = path
      }
    }

    /// Brings the agent to a node, or takes it away when there is nothing to watch for: first the
    /// label, then the configuration.
    ///
    /// - Parameters:
    ///   - node: The node's name.
    ///   - commands: `spec.killIfCommands`.
    ///   - answer: The HTTP status that a call is answered with.
    /// - Returns: The calls in order, and the error that stopped them, if any; a configuration
    ///   that is gone already is no error.
    public static func provision(
      node: String, commands: [String], answer: (Call) -> Int = { _ in 200 }
    ) -> (calls: [Call], error: ErrorLabel?) {
      let label = Call("PATCH", "/api/v1/nodes/\(node)")
      guard HTTPStatus.isSuccess(answer(label)) else { return ([label], .kubeAPI) }
      let path = "/api/v1/namespaces/\(namespace)/configmaps/\(configMapName(node: node))"
      let configuration = Call(commands.isEmpty ? "DELETE" : "PATCH", path)
      let status = answer(configuration)
      let isDone = HTTPStatus.isSuccess(status) || commands.isEmpty && status == 404
      return ([label, configuration], isDone ? nil : .kubeAPI)
    }
  }
}
