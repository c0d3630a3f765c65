#if Live
  import AsyncHTTPClient

  /// What a client asks of an API server.
  package enum APIVerb: String, Sendable { case get, list, watch }
#endif
