/// A problem at a byte offset, before the offset becomes a line and a column.
struct SyntaxFailure: Error {
  var offset: Int
  var message: String
  var remedy: String?
  /// Another place that matters: where the first of two equal keys stands.
  var related: Int?
}

extension SourceText {
  /// The error to show for a failure.
  func error(_ failure: SyntaxFailure) -> DocumentError {
    var message = failure.message
    if let related = failure.related {
      let place = position(at: related)
      message += "; first given at \(place.line):\(place.column)"
    }
    return error(at: failure.offset, message, remedy: failure.remedy)
  }
}
