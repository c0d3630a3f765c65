package import Documents

/// Reads the events of a watch from the chunks of its body: one JSON object a line.
package struct WatchStreamParser: Sendable {
  /// Why a stream is of no further use. The watch can go on from the last event on a new connection.
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A frame is longer than the limit, in bytes.
    case tooLong(limit: Int)
    /// A line is no event.
    case garbage(DocumentError)

    package var description: String {
      switch self {
      case .tooLong(let limit): "an event of the watch is longer than \(limit) bytes"
      case .garbage(let error): "no event of a watch: \(error)"
      }
    }
  }

  /// 16 MiB: five times the largest request that a server takes (3 MiB).
  package static let standardLimit = 16 << 20

  private var splitter: LineSplitter
  private let description: String
  private var frameCount = 0

  /// Makes a parser.
  ///
  /// - Parameters:
  ///   - description: the request, for errors.
  ///   - limit: the longest event, in bytes.
  package init(description: String, limit: Int = WatchStreamParser.standardLimit) {
    self.description = description
    splitter = LineSplitter(limit: limit)
  }

  /// Takes a chunk and hands on the events that it completes, in order.
  ///
  /// - Throws: the first line that is no event. Those before it have been handed on.
  package mutating func receive(
    _ chunk: some Sequence<UInt8>, _ handle: (WatchEvent) -> Void
  ) throws(Failure) {
    let lines: [[UInt8]]
    do {
      lines = try splitter.receive(chunk)
    } catch {
      throw .tooLong(limit: error.limit)
    }
    for line in lines where line.contains(where: { $0 > 0x20 }) { handle(try event(line)) }
  }

  /// Takes the end of the stream: an event without a line feed behind it counts when it is whole, else
  /// the stream was cut inside it, and it is left to the next connection.
  package mutating func finish(_ handle: (WatchEvent) -> Void) {
    guard splitter.rest.contains(where: { $0 > 0x20 }) else { return }
    if let last = try? event(splitter.rest) { handle(last) }
    splitter = LineSplitter(limit: splitter.limit)
  }

  private mutating func event(_ line: [UInt8]) throws(Failure) -> WatchEvent {
    frameCount += 1
    do throws(DocumentError) {
      let document = try Document.parseJSON(line, file: "\(description), event \(frameCount)")
      return try WatchEvent(document.root)
    } catch {
      throw .garbage(error)
    }
  }
}

extension WatchEvent {
  /// The annotation on the bookmark that ends the initial events of a streaming list.
  package static let initialEventsEnd = "k8s.io/initial-events-end"

  /// Reads an event.
  ///
  /// - Throws: what is wrong with it, with the position.
  package init(_ frame: DocumentNode) throws(DocumentError) {
    guard let type = frame["type"]?.string, let object = frame["object"] else {
      throw DocumentError(
        position: frame.position, message: "an event has a type and an object")
    }
    switch type {
    case "ADDED": self = .added(try ObjectState(object))
    case "MODIFIED": self = .modified(try ObjectState(object))
    case "DELETED": self = .deleted(try ObjectState(object))
    case "BOOKMARK":
      guard let metadata = object["metadata"],
        let version = metadata["resourceVersion"]?.string, !version.isEmpty
      else {
        throw DocumentError(
          position: object.position, message: "a bookmark without metadata.resourceVersion")
      }
      let end = metadata["annotations"]?[Self.initialEventsEnd]?.string
      self = .bookmark(resourceVersion: version, endsInitialEvents: end == "true")
    // A status without a field that is known still ends the stream.
    case "ERROR": self = .error(APIStatus(object) ?? APIStatus())
    default:
      throw DocumentError(position: frame.position, message: "the type \"\(type)\" is unknown")
    }
  }
}
