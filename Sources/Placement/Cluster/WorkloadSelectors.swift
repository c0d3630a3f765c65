package import KubernetesModel

/// What services and controllers select, which is how pods spread that do not say it themselves.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/helper/spread.go`, `DefaultSelector`.
package struct WorkloadSelectors: Sendable {
  /// The services, each with the labels that it selects; those without any select nothing.
  package var services: [Service]
  /// The controllers, each with its selector.
  package var controllers: [Controller]

  /// A service.
  package struct Service: Sendable {
    /// Its namespace.
    package var namespace: String
    /// What it selects.
    package var selector: Labels

    /// Makes one.
    package init(namespace: String, selector: Labels) {
      self.namespace = namespace
      self.selector = selector
    }
  }

  /// A ReplicaSet, a StatefulSet or a ReplicationController.
  package struct Controller: Sendable {
    /// Its namespace.
    package var namespace: String
    /// Its kind and name.
    package var reference: ControllerReference
    /// What it selects.
    package var selector: LabelSelector

    /// Makes one.
    package init(namespace: String, _ reference: ControllerReference, selector: LabelSelector) {
      self.namespace = namespace
      self.reference = reference
      self.selector = selector
    }
  }

  /// Nothing at all.
  package init() {
    services = []
    controllers = []
  }

  /// The pods that `pod` spreads with; nil when nothing selects it.
  package func selector(for pod: Pod) -> LabelSelector? {
    var selector = LabelSelector()
    for service in services
    where service.namespace == pod.namespace && !service.selector.isEmpty
      && pod.labels.contains(service.selector)
    {
      for pair in service.selector.pairs { selector.matchLabels[pair.key] = pair.value }
    }
    if let owner = pod.controller,
      let own = controllers.first(where: {
        $0.reference == owner && $0.namespace == pod.namespace
      })
    {
      for pair in own.selector.matchLabels.pairs {
        selector.matchExpressions.append(LabelRequirement(key: pair.key, .isIn([pair.value])))
      }
      selector.matchExpressions += own.selector.matchExpressions
    }
    return selector.isEmpty ? nil : selector
  }
}
