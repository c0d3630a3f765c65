extension Upstream {
  /// What the agent watches for: `reclaim.toml`.
  public struct ReclaimAgentConfiguration: Hashable, Sendable {
    /// Names of commands, each to be exactly a process's.
    public var commands: [String]
    /// Parts of command lines. The controller never writes any, though the texts of the resource
    /// promise it.
    public var argvSubstrings: [String]
    /// How many milliseconds pass between two looks at the processes.
    public var pollMilliseconds: UInt64

    /// Makes a configuration.
    public init(
      commands: [String] = [], argvSubstrings: [String] = [], pollMilliseconds: UInt64 = 250
    ) {
      self.commands = commands
      self.argvSubstrings = argvSubstrings
      self.pollMilliseconds = pollMilliseconds
    }

    /// The configuration as TOML.
    public var text: String {
      func list(_ texts: [String]) -> String {
        "[" + texts.map(TOMLText.quoted).joined(separator: ", ") + "]"
      }
      return """
        # Written by the 5-Spot controller from spec.killIfCommands; edits do not last.
        match_commands = \(list(commands))
        match_argv_substrings = \(list(argvSubstrings))
        poll_interval_ms = \(pollMilliseconds)

        """
    }

    /// Why a configuration is refused. The agent then keeps the last good one.
    public enum Failure: Error, Hashable, Sendable {
      /// It is no TOML of this shape, from that byte on.
      case malformed(at: Int)
      /// A key that there is not.
      case unknownKey(String)
      /// A key that stands twice.
      case repeatedKey(String)
      /// Without a pause between the looks.
      case zeroPollInterval
    }

    /// Reads a configuration; what is left out has its default.
    public init(text: String) throws(Failure) {
      self.init()
      var reader = TOMLText(text)
      var seen: [String] = []
      while let key = try reader.nextKey() {
        if seen.contains(key) { throw .repeatedKey(key) }
        seen.append(key)
        switch key {
        case "match_commands": commands = try reader.texts()
        case "match_argv_substrings": argvSubstrings = try reader.texts()
        case "poll_interval_ms": pollMilliseconds = try reader.number()
        default: throw .unknownKey(key)
        }
        try reader.endOfLine()
      }
      if pollMilliseconds == 0 { throw .zeroPollInterval }
    }
  }
}
