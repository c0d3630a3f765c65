#if Live
  import ArgumentParser
  import CommandSupport
  import KubernetesClient
  import LiveMode
  import Units

  /// `fivespot-live audit`: what there is to do with an audit log.
  struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check audit logs.", subcommands: [AuditVerify.self])
  }

  /// `fivespot-live audit verify`: whether a log is as it was written.
  struct AuditVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Say whether an audit log is as it was written. Needs no cluster.",
      discussion: """
        Each line holds the hash of the line before it. Several files are one log, in the order in \
        which they are named: the first line of a file follows on the last one of the file before it.

        EXAMPLES
          fivespot-live audit verify audit.jsonl
          fivespot-live audit verify audit-2026-05.jsonl audit-2026-06.jsonl
          fivespot-live audit verify audit.jsonl --head 24:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

        That whole lines are missing at the end shows only to whoever kept the head of the log, as \
        --head takes it and as it is printed here. Exit codes: 0 all lines hold, 1 one is broken or \
        missing, 64 usage, 66 a file is missing.
        """)

    @Argument(help: "The files of one log, in their order.")
    var files: [String]

    @Option(
      help: ArgumentHelp(
        "A head that the log is known to have had: the number and the hash of a line.",
        valueName: "number:hash"))
    var head: Head?

    func run() throws {
      var last = AuditHead.none
      var isKnownSeen = head == nil
      for file in files {
        let bytes = try CallFile.bytes(of: file)
        let verification = AuditVerification(of: bytes, after: last)
        guard verification.holds else {
          throw CommandError(.failure, "\(file): \(verification.text)")
        }
        if let head, !isKnownSeen {
          isKnownSeen = AuditVerification(of: bytes, after: last, known: head.value).holds
        }
        last = verification.head
        try StandardStreams.printResult("\(file): \(verification.text)\n")
      }
      if let head, !isKnownSeen {
        throw CommandError(
          .failure,
          "\(files.last ?? ""): the log ends before line \(head.value.sequence), "
            + "which it is known to have, or that line is another one")
      }
      try StandardStreams.printResult("head \(last.sequence):\(last.hash.hex)\n")
    }

    /// `24:9f86…`.
    struct Head: ExpressibleByArgument {
      var value: AuditHead

      init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), number > 0,
          let hash = SHA256.Digest(hex: String(parts[1]))
        else { return nil }
        value = AuditHead(sequence: number, hash: hash)
      }
    }
  }
#endif
