extension Upstream {
  /// The program of its owner that the agent found on a host.
  public struct ProcessMatch: Hashable, Sendable {
    /// Where the pattern was found.
    public enum Source: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// The name of the command, which the kernel cuts at 15 bytes: a longer pattern never matches.
      case command = "comm"
      /// The command line.
      case arguments = "argv"
    }

    /// The process.
    public var processID: UInt32
    /// The pattern that it matched.
    public var pattern: String
    /// Where.
    public var source: Source

    /// Makes a match.
    public init(processID: UInt32, pattern: String, source: Source) {
      self.processID = processID
      self.pattern = pattern
      self.source = source
    }
  }

  /// An entry of the process table: a folder of `/proc` with its files as they are read.
  public struct ProcessEntry: Hashable, Sendable {
    /// The name of the folder.
    public var name: String
    /// The bytes of `comm`; nil when it cannot be read.
    public var comm: [UInt8]?
    /// The bytes of `cmdline`: the arguments, each with a zero byte behind it; nil when it cannot
    /// be read.
    public var commandLine: [UInt8]?

    /// Makes an entry.
    public init(name: String, comm: [UInt8]? = nil, commandLine: [UInt8]? = nil) {
      self.name = name
      self.comm = comm
      self.commandLine = commandLine
    }

    /// The bytes of `cmdline` for those arguments.
    public static func commandLine(of arguments: [String]) -> [UInt8] {
      arguments.flatMap { Array($0.utf8) + [0] }
    }
  }

  /// How the agent looks for programs.
  public enum ProcessScan {
    /// The first match in the order of the entries; nil when nothing is to be looked for, or
    /// nothing is found. Names that are no number of 32 bits are passed over.
    public static func firstMatch(
      in entries: some Sequence<ProcessEntry>, configuration: ReclaimAgentConfiguration
    ) -> ProcessMatch? {
      guard isArmed(configuration) else { return nil }
      for entry in entries {
        guard let id = GrammarText.unsigned(entry.name[...], as: UInt32.self) else { continue }
        if let match = match(of: entry, id: id, configuration) { return match }
      }
      return nil
    }

    /// Whether there is anything to look for; otherwise the process table is not read at all.
    public static func isArmed(_ configuration: ReclaimAgentConfiguration) -> Bool {
      !configuration.commands.isEmpty || !configuration.argvSubstrings.isEmpty
    }

    private static func match(
      of entry: ProcessEntry, id: UInt32, _ configuration: ReclaimAgentConfiguration
    ) -> ProcessMatch? {
      // What is not UTF-8 counts as unreadable.
      if let bytes = entry.comm, let comm = String(validating: bytes, as: UTF8.self) {
        let newline = UInt8(ascii: "\n")
        let end = (comm.utf8.lastIndex { $0 != newline }).map { comm.utf8.index(after: $0) }
        let command = comm.utf8[..<(end ?? comm.utf8.startIndex)]
        if let pattern = configuration.commands.first(where: {
          $0.utf8.elementsEqual(command)
        }) {
          return ProcessMatch(processID: id, pattern: pattern, source: .command)
        }
      }
      guard let line = entry.commandLine else { return nil }
      // Each byte becomes a character of its own, so that no pattern beyond ASCII matches its own
      // spelling.
      let characters = line.map { $0 == 0 ? 0x20 : UInt32($0) }
      let pattern = configuration.argvSubstrings.first { pattern in
        contains(pattern.unicodeScalars.map(\.value), in: characters)
      }
      return pattern.map { ProcessMatch(processID: id, pattern: $0, source: .arguments) }
    }

    /// Whether a pattern stands anywhere in the line; an empty one does.
    private static func contains(_ pattern: [UInt32], in line: [UInt32]) -> Bool {
      guard pattern.count <= line.count else { return false }
      return (0...(line.count - pattern.count)).contains { start in
        line[start..<(start + pattern.count)].elementsEqual(pattern)
      }
    }
  }
}
