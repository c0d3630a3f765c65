extension Upstream {
  /// What 5-Spot calls an error that a reconciliation returned, in logs and in the label
  /// `error_type` of its counter of errors.
  public enum ErrorLabel: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// A call of the Kubernetes API failed.
    case kubeAPI = "kube_api"
    /// Something that was referred to is not there.
    case notFound = "not_found"
    /// A value of the object cannot be used.
    case invalidConfig = "invalid_config"
    /// The schedule cannot be read.
    case schedule
    /// A call about a Machine, its templates or its node failed.
    case capi
    /// A file cannot be read.
    case fileResolution = "file_resolution"
    /// A reference is not allowed.
    case referenceValidation = "reference_validation"
    /// A value of the object is not allowed.
    case validation
    /// A time limit has passed.
    case timeout
    /// Anything else.
    case other

    /// The label of an error by the name that 5-Spot's source gives it.
    public init(variant: String) {
      self =
        switch variant {
        case "KubeError": .kubeAPI
        case "NotFound": .notFound
        case "InvalidConfig": .invalidConfig
        case "ScheduleError": .schedule
        case "CapiError": .capi
        case "FileResolutionError": .fileResolution
        case "ReferenceValidationError": .referenceValidation
        case "ValidationError": .validation
        case "TimeoutError": .timeout
        default: .other
        }
    }
  }
}
