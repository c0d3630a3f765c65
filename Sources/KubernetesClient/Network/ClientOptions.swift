package import Units

/// How a client behaves towards the network.
package struct ClientOptions: Sendable {
  /// How long a connection may take to be made.
  package var connectTimeout = TimeSpan.seconds(10)
  /// How long an answer may be silent, at its beginning or on the way. A server without its store answers
  /// 504 after 34 s to writes, and after 60 s, or by closing, to reads: waiting longer helps nobody.
  package var answerSilence = TimeSpan.seconds(65)
  /// How long a watch may be silent before it is left and made anew from the last version. Bookmarks come
  /// about every 60 s, but nobody promises them.
  package var watchSilence = TimeSpan.seconds(150)
  /// How often a request is made in all, when its answers ask for a repetition.
  package var attempts = 5
  /// The waits between attempts.
  package var backOff = BackOff(first: .milliseconds(500), longest: .seconds(30))
  /// The largest answer, in bytes.
  package var bodyLimit = 1 << 30
  /// The largest event of a watch, in bytes.
  package var eventLimit = WatchStreamParser.standardLimit
  /// Whether answers may come compressed; servers do so from 128 KiB on.
  package var acceptsGzip = true
  /// Whether HTTP/2 is offered.
  package var offersHTTP2 = true
  /// What the client calls itself.
  package var userAgent = "fivespot"

  /// The usual ways.
  package init() {}
}

/// What there is to know about one exchange for metrics and logs; it holds no secret.
package struct ExchangeRecord: Hashable, Sendable {
  /// The method.
  package var method: APIRequest.Method
  /// The path, without the query.
  package var path: String
  /// The status; 0 when no answer came.
  package var status: Int
  /// How long it took to the end of the answer, or of its head for a watch.
  package var duration: TimeSpan
  /// The length of the answer as it was decoded, 0 for a watch.
  package var byteCount: Int
  /// The server's clock, from the header `Date`.
  package var serverDate: String?
  /// The texts of the answer's warnings.
  package var warnings: [String]
}
