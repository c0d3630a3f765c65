import Documents

extension DocumentValue {
  /// The value as JSON on one line.
  ///
  /// What has no JSON form, a number that is not finite, comes out as a string that says so.
  var line: String {
    do throws(DocumentWriteError) {
      return String(decoding: try canonicalJSON(), as: UTF8.self)
    } catch {
      return DocumentValue.string("no JSON form: \(error)").line
    }
  }
}
