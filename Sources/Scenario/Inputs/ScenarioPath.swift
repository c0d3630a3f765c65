/// Paths of files as a scenario names them, from the folder that it lies in.
enum ScenarioPath {
  /// The folder of a file; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path to open for `file` named in `folder`, left as it is so that links keep their meaning.
  static func opened(_ file: String, in folder: String) -> String {
    if file.hasPrefix("/") || folder == "." { return file }
    return folder.hasSuffix("/") ? folder + file : folder + "/" + file
  }

  /// The same path for people: `scenarios/../traces/a.csv` is `traces/a.csv`.
  static func shown(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + joined : joined
  }
}
