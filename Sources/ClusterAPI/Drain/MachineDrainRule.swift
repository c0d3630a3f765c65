package import KubernetesModel

/// What a drain does with some pods of some Machines, as an operator declares it.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/drain/drain.go` and `filters.go`.
package struct MachineDrainRule: Hashable, Sendable {
  /// Its name; of several rules that match the first by name counts.
  package var name: String
  /// Its namespace: it speaks of the Machines there.
  package var namespace: String
  /// What happens to the pods.
  package var behavior: Behavior
  /// The Machines: one of these has to match, or the list is empty.
  package var machines: [MachineSelector]
  /// The pods: one of these has to match, or the list is empty.
  package var pods: [PodSelector]

  /// What happens to the pods of a rule.
  package enum Behavior: Hashable, Sendable {
    /// They are evicted, those of the lowest order first.
    case drain(order: Int32)
    /// They stay and are not waited for.
    case skip
    /// They stay, and the drain waits until they are gone.
    case waitCompleted
    /// A word that this version does not know.
    case unknown(String)
  }

  /// Machines by their own labels and those of their Cluster; an absent selector matches all.
  package struct MachineSelector: Hashable, Sendable {
    /// Selects by the labels of the Machine.
    package var selector: LabelSelector?
    /// Selects by the labels of the Cluster.
    package var clusterSelector: LabelSelector?

    /// Makes a selector.
    package init(selector: LabelSelector? = nil, clusterSelector: LabelSelector? = nil) {
      self.selector = selector
      self.clusterSelector = clusterSelector
    }
  }

  /// Pods by their own labels and those of their namespace; an absent selector matches all.
  package struct PodSelector: Hashable, Sendable {
    /// Selects by the labels of the pod.
    package var selector: LabelSelector?
    /// Selects by the labels of the namespace.
    package var namespaceSelector: LabelSelector?

    /// Makes a selector.
    package init(selector: LabelSelector? = nil, namespaceSelector: LabelSelector? = nil) {
      self.selector = selector
      self.namespaceSelector = namespaceSelector
    }
  }

  /// Makes a rule.
  package init(
    name: String, namespace: String, behavior: Behavior, machines: [MachineSelector] = [],
    pods: [PodSelector] = []
  ) {
    self.name = name
    self.namespace = namespace
    self.behavior = behavior
    self.machines = machines
    self.pods = pods
  }

  /// Whether `selector` matches `labels`; to a drain an absent selector matches everything.
  package static func matches(_ selector: LabelSelector?, _ labels: Labels) -> Bool {
    selector?.matches(labels) ?? true
  }

  /// Whether it speaks of a Machine and Cluster with these labels.
  package func applies(toMachine labels: Labels, inCluster clusterLabels: Labels) -> Bool {
    machines.isEmpty
      || machines.contains {
        MachineDrainRule.matches($0.selector, labels)
          && MachineDrainRule.matches($0.clusterSelector, clusterLabels)
      }
  }

  /// Whether it speaks of a pod with these labels in a namespace with those.
  package func applies(toPod labels: Labels, inNamespace namespaceLabels: Labels) -> Bool {
    pods.isEmpty
      || pods.contains {
        MachineDrainRule.matches($0.selector, labels)
          && MachineDrainRule.matches($0.namespaceSelector, namespaceLabels)
      }
  }

  /// The rules of a Machine in `namespace`, in the order in which they are asked.
  package static func rules(
    _ rules: [MachineDrainRule], forMachineIn namespace: String, labels: Labels,
    clusterLabels: Labels
  ) -> [MachineDrainRule] {
    rules.filter {
      $0.namespace == namespace && $0.applies(toMachine: labels, inCluster: clusterLabels)
    }.sorted { $0.name < $1.name }
  }
}
