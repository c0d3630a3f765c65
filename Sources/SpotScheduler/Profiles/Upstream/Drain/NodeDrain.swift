public import Units

extension Upstream {
  /// 5-Spot's drain: cordon, list, then a plain DELETE of one pod after the other.
  ///
  /// The eviction API is not used, so budgets are never asked. Nobody waits for a pod to end. The
  /// time limit is held against the time that the calls take, and only between pods.
  public enum NodeDrain {
    /// The grace that each pod gets, whatever its own is.
    public static var podGrace: TimeSpan { .seconds(30) }
    /// How long the drain of an emergency reclaim may take.
    public static var emergencyTimeout: TimeSpan { .seconds(60) }

    /// A pod on the node, as far as the drain reads it.
    public struct Pod: Hashable, Sendable {
      /// Its name.
      public var name: String
      /// `status.phase`; nil when it has none.
      public var phase: String?
      /// The kinds of its owners.
      public var ownerKinds: [String]

      /// Makes a pod.
      public init(name: String, phase: String? = nil, ownerKinds: [String] = []) {
        self.name = name
        self.phase = phase
        self.ownerKinds = ownerKinds
      }

      /// Whether the drain deletes it: not when it is finished, nor a DaemonSet's. Mirror pods,
      /// pods that are terminating already, and pods that nothing would make again are deleted.
      public var isToBeDeleted: Bool {
        phase != "Succeeded" && phase != "Failed" && !ownerKinds.contains("DaemonSet")
      }
    }

    /// What the deletion of a pod comes to, by the HTTP status of its answer.
    public enum PodDeletion: Hashable, Sendable, BitwiseCopyable {
      /// It is gone, or on its way.
      case done
      /// 429, which 5-Spot takes for a budget although a DELETE asks none; the drain stops.
      case blockedByBudget
      /// Anything else; the drain stops.
      case failed

      /// The meaning of an HTTP status.
      public init(status: Int) {
        self =
          HTTPStatus.isSuccess(status) || status == 404
          ? .done : status == 429 ? .blockedByBudget : .failed
      }

      /// The error of it, if it is one.
      public var error: ErrorLabel? { self == .done ? nil : .capi }
    }

    /// How the API server answers.
    public struct Answers: Sendable {
      /// The HTTP status of the cordon.
      public var cordon: Int
      /// The HTTP status of the list of pods.
      public var list: Int
      /// The HTTP status of the deletion of a pod, by name.
      public var status: @Sendable (String) -> Int
      /// How long the deletion of a pod takes, by name.
      public var span: @Sendable (String) -> TimeSpan

      /// Makes answers; success at once is what is left out.
      public init(
        cordon: Int = 200, list: Int = 200,
        status: @escaping @Sendable (String) -> Int = { _ in 200 },
        span: @escaping @Sendable (String) -> TimeSpan = { _ in .zero }
      ) {
        self.cordon = cordon
        self.list = list
        self.status = status
        self.span = span
      }
    }

    /// A call of the API.
    public enum Call: Hashable, Sendable {
      /// Make the node unschedulable.
      case cordon
      /// List the pods on the node.
      case list
      /// Delete the pod of that name.
      case delete(String)
    }

    /// How a drain ended.
    public enum Result: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// Every pod was deleted, or there was none.
      case done = "ok"
      /// The time was up before a pod.
      case timeout
      /// A call failed: the pods after it are untouched, and it is not tried again.
      case error
    }

    /// What a drain did.
    public struct Report: Hashable, Sendable {
      /// How it ended.
      public var result: Result
      /// The calls, in order.
      public var calls: [Call]
      /// What the counter of drains counts it as: true for success, false for failure, nil for
      /// nothing, as when there was no pod to delete or a call failed.
      public var counted: Bool?
    }

    /// Drains a node.
    ///
    /// - Parameters:
    ///   - pods: The pods on it, in the order of the list.
    ///   - timeout: How long it may take; zero stops before the first pod.
    ///   - answers: How the API server answers.
    public static func drain(
      _ pods: [Pod], timeout: TimeSpan, answers: Answers = Answers()
    ) -> Report {
      var report = Report(result: .error, calls: [.cordon], counted: nil)
      guard HTTPStatus.isSuccess(answers.cordon) else { return report }
      report.calls.append(.list)
      guard HTTPStatus.isSuccess(answers.list) else { return report }
      let pods = pods.filter(\.isToBeDeleted)
      report.result = .done
      guard !pods.isEmpty else { return report }
      var elapsed = TimeSpan.zero
      for pod in pods {
        guard elapsed < timeout else {
          report.result = .timeout
          report.counted = false
          return report
        }
        report.calls.append(.delete(pod.name))
        guard PodDeletion(status: answers.status(pod.name)) == .done else {
          report.result = .error
          return report
        }
        elapsed = elapsed.plus(answers.span(pod.name))
      }
      report.counted = true
      return report
    }
  }
}
