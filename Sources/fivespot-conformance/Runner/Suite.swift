/// A folder of vector files of one shape.
struct Suite: Sendable {
  /// The folder's name.
  var name: String
  /// How a file holds its vectors.
  var layout: Layout
  /// The extension of its vector files, without dot.
  var fileExtension = "json"
  /// The member of a vector that holds what should come out.
  var expectation = "expected"

  enum Layout: Sendable {
    /// A JSON mapping with the vectors as a sequence in that member.
    case list(member: String)
    /// A JSON mapping that is one vector.
    case wholeDocument
    /// Plain text that is one vector.
    case wholeText
    /// Tables of one experiment, which is run once for all of them.
    case experiment
  }
}
