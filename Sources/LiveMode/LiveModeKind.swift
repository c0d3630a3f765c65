#if Live
  import KubernetesClient

  /// How much a live mode may do.
  package enum LiveModeKind: String, Sendable { case observe, advise }
#endif
