package import Documents

extension Upstream {
  /// What a `ScheduledMachine` of v0.3 makes of the provider object that its schedule refers to.
  public enum SpotVerdict: Hashable, Sendable {
    /// The schedule is on.
    case active(providerGeneration: Int64?)
    /// The schedule is off.
    case inactive(providerGeneration: Int64?)
    /// Nobody knows.
    case unresolved(Cause)

    /// Why nobody knows.
    public enum Cause: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// The provider's kind is unknown to the API server, or it could not be asked.
      case providerCRDNotInstalled = "ProviderCRDNotInstalled"
      /// There is no such provider object.
      case providerNotFound = "ProviderNotFound"
      /// Its `status.active` is absent or no boolean.
      case statusActiveMissing = "StatusActiveMissing"
      /// It has a condition `Ready` that is not `True`.
      case providerNotReady = "ProviderNotReady"
    }

    /// What the look-up of a provider object came to.
    public enum Lookup: Sendable {
      /// Its kind could not be found out.
      case discoveryFailed
      /// The API server answered with that HTTP status.
      case failed(Int)
      /// It is there, with that status.
      case found(ProviderStatus)
    }

    /// The status of a provider object, as far as it is read.
    public struct ProviderStatus: Hashable, Sendable {
      /// `active`; nil when it is absent or no boolean.
      public var active: Bool?
      /// `observedGeneration`. It is copied and never compared: a stale verdict is trusted.
      public var observedGeneration: Int64?
      /// Whether the first condition `Ready` is the literal `True`; nil when there is none, which
      /// is trusted.
      public var isReady: Bool?

      /// Makes a status.
      public init(
        active: Bool? = nil, observedGeneration: Int64? = nil, isReady: Bool? = nil
      ) {
        self.active = active
        self.observedGeneration = observedGeneration
        self.isReady = isReady
      }

      /// The status in a document; nil, null, and anything of another shape hold nothing.
      package init(_ node: DocumentNode?) {
        active = node?["active"]?.boolean
        observedGeneration = node?["observedGeneration"]?.integer
        let ready = node?["conditions"]?.elements.first { $0["type"]?.string == "Ready" }
        isReady = ready.map { $0["status"]?.string == "True" }
      }
    }

    /// The verdict of a provider's status: without `active` there is none, whatever `Ready` says.
    public init(_ status: ProviderStatus) {
      guard let active = status.active else {
        self = .unresolved(.statusActiveMissing)
        return
      }
      if status.isReady == false {
        self = .unresolved(.providerNotReady)
      } else if active {
        self = .active(providerGeneration: status.observedGeneration)
      } else {
        self = .inactive(providerGeneration: status.observedGeneration)
      }
    }

    /// The verdict of a look-up; an error when the API server failed, which is tried again.
    public static func resolve(_ lookup: Lookup) -> Result<SpotVerdict, VerdictError> {
      switch lookup {
      case .discoveryFailed: .success(.unresolved(.providerCRDNotInstalled))
      case .failed(404): .success(.unresolved(.providerNotFound))
      case .failed: .failure(VerdictError(label: .kubeAPI))
      case .found(let status): .success(SpotVerdict(status))
      }
    }

    /// Why there is no verdict, not even that nobody knows.
    public struct VerdictError: Error, Hashable, Sendable {
      /// The error of the reconciliation.
      public var label: ErrorLabel
    }

    /// Whether the schedule is on; nil when nobody knows.
    public var isActive: Bool? {
      switch self {
      case .active: true
      case .inactive: false
      case .unresolved: nil
      }
    }

    /// The generation of the provider that it speaks of, if said.
    public var providerGeneration: Int64? {
      switch self {
      case .active(let generation), .inactive(let generation): generation
      case .unresolved: nil
      }
    }

    /// The reason in `status.spotSchedule`.
    public var reason: String {
      if case .unresolved(let cause) = self { return cause.rawValue }
      return "Resolved"
    }

    /// Whether the machine is to be there: while nobody knows, as it was known last; if it never
    /// was, not.
    public func composed(lastKnown: Bool?) -> Bool { isActive ?? lastKnown ?? false }

    /// What `status.spotSchedule` holds afterwards: what is known, and whether that is a change
    /// whose time is noted.
    public func persisted(lastKnown: Bool?) -> (active: Bool?, isTransition: Bool) {
      guard let isActive else { return (lastKnown, false) }
      return (isActive, isActive != lastKnown)
    }
  }
}
