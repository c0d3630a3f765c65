package import Documents

extension ScheduledCapacity {
  /// Why a path to a field, or a template, is refused.
  public enum PathError: Error, Hashable, Sendable {
    /// Nothing is written.
    case empty
    /// More than 253 bytes.
    case tooLong(Int)
    /// More segments than the limit.
    case tooManySegments(Int, limit: Int)
    /// A segment that is not a name in camelCase: a small letter, then letters and digits.
    case invalidSegment(String)
    /// A path to the counter that does not begin with `status.`.
    case wrongPrefix(String)
    /// A field is named from the object's `spec` on, so that `spec.` would be that of a `spec`.
    case reservedRootSegment(String)
    /// The template has the field itself, so that two would write it.
    case templateSetsCapacityField(String)
    /// The template, or something in it on the way to the field, is no object.
    case notAnObject(String)

    /// The name of the error's class, as the behaviour vectors spell it.
    public var className: String {
      switch self {
      case .empty: "Empty"
      case .tooLong: "TooLong"
      case .tooManySegments: "TooManySegments"
      case .invalidSegment: "InvalidSegment"
      case .wrongPrefix: "WrongPrefix"
      case .reservedRootSegment: "ReservedRootSegment"
      case .templateSetsCapacityField: "TemplateSetsCapacityField"
      case .notAnObject: "NotAnObject"
      }
    }
  }

  /// A path to a field, as segments.
  public struct Path: Hashable, Sendable {
    /// The most bytes of a path.
    public static var longest: Int { 253 }
    /// The most segments of a path to the counter.
    public static var mostSegments: Int { 8 }
    /// The most segments of a field: `spec` takes one.
    public static var mostFieldSegments: Int { 7 }

    /// The names on the way, outermost first.
    public let segments: [String]

    /// Reads `capacity.field`: relative to the object's `spec`.
    ///
    /// - Throws: The first of `empty`, `tooLong`, `tooManySegments`, `invalidSegment` and
    ///   `reservedRootSegment` that applies.
    public init(field: String) throws(PathError) {
      segments = try Path.segments(of: field, atMost: Path.mostFieldSegments)
      if let root = segments.first, ["spec", "metadata", "status"].contains(root) {
        throw .reservedRootSegment(root)
      }
    }

    /// Reads `handback.drainedPath`, which begins with `status.`.
    ///
    /// - Throws: The first of `empty`, `wrongPrefix`, `tooLong`, `tooManySegments` and
    ///   `invalidSegment` that applies.
    public init(drained: String) throws(PathError) {
      if drained.utf8.isEmpty { throw .empty }
      guard drained.utf8.starts(with: "status.".utf8) else { throw .wrongPrefix(drained) }
      segments = try Path.segments(of: drained, atMost: Path.mostSegments)
    }

    private static func segments(of path: String, atMost limit: Int) throws(PathError) -> [String] {
      if path.utf8.isEmpty { throw .empty }
      guard path.utf8.count <= longest else { throw .tooLong(path.utf8.count) }
      let segments = GrammarText.split(path[...], at: ".").map { String($0) }
      guard segments.count <= limit else { throw .tooManySegments(segments.count, limit: limit) }
      for segment in segments where !isName(segment) { throw .invalidSegment(segment) }
      return segments
    }

    private static func isName(_ segment: String) -> Bool {
      let small = UInt8(ascii: "a")...UInt8(ascii: "z")
      let large = UInt8(ascii: "A")...UInt8(ascii: "Z")
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard let first = segment.utf8.first, small.contains(first) else { return false }
      return segment.utf8.allSatisfy {
        small.contains($0) || large.contains($0) || digits.contains($0)
      }
    }
  }

  /// The `spec` of the consumer's object: the template with the number in its field. Objects on
  /// the way are made where they are missing, and kept where they are there.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - field: `capacity.field`, which is judged before the template.
  ///   - template: `spec.template`.
  package static func spec(
    injecting value: Int64, at field: String, into template: DocumentValue
  ) throws(PathError) -> DocumentValue {
    try inject(value, at: try Path(field: field).segments[...], of: field, into: template)
  }

  private static func inject(
    _ value: Int64, at segments: ArraySlice<String>, of field: String, into template: DocumentValue
  ) throws(PathError) -> DocumentValue {
    guard case .mapping(var members) = template else { throw .notAnObject(field) }
    guard let name = segments.first else { return template }
    let index = members.firstIndex { $0.key.isSame(as: name) }
    let rest = segments.dropFirst()
    if rest.isEmpty {
      guard index == nil else { throw .templateSetsCapacityField(field) }
      members.append((name, .integer(value)))
    } else if let index {
      members[index].value = try inject(value, at: rest, of: field, into: members[index].value)
    } else {
      members.append((name, try inject(value, at: rest, of: field, into: .mapping([]))))
    }
    return .mapping(members)
  }

  /// The whole number at a path of an object; nil when the path leads nowhere or to something else.
  /// Zero and nil differ: only zero says that nothing is in use.
  package static func number(at path: String, in object: DocumentNode) -> Int64? {
    if path.utf8.isEmpty { return nil }
    var node = object
    for segment in GrammarText.split(path[...], at: ".") {
      guard let next = node[String(segment)] else { return nil }
      node = next
    }
    return node.integer
  }
}
