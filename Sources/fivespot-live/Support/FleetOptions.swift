#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import LiveMode
  import SpotScheduler
  import Units

  /// What the objects of clusters do not say, from a file.
  struct TermsOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "What clusters keep back, where hosts are and which recalls hold: a snapshot without objects, "
          + "JSON or YAML.", valueName: "file"))
    var terms: String?

    /// The terms that the call names.
    func read() throws(CommandError) -> FleetTerms {
      guard let terms else { return FleetTerms() }
      let bytes = try CallFile.bytes(of: terms)
      return FleetTerms(
        base: try mapped { () throws(SnapshotDocumentError) in
          try SnapshotDocument.read(bytes, path: terms, zones: .pinned)
        })
    }
  }

  /// Which scheduler decides, and on what.
  struct DecisionOptions: ParsableArguments {
    @Option(help: "Which scheduler decides: regulated, upstream-0.1 or upstream-0.3.")
    var profile: Profile = .regulated

    @Option(
      help: ArgumentHelp(
        "The terms of the regulated profile, in JSON or YAML; without it, the defaults.",
        valueName: "file"))
    var policy: String?

    @Option(
      help: ArgumentHelp("What an hour of each machine costs, JSON or YAML.", valueName: "file"))
    var prices: String?

    @Option(help: "The release of 5-Spot that runs: upstream-0.1 or upstream-0.3.")
    var release: Release = .upstream03

    enum Release: String, CaseIterable, ExpressibleByArgument {
      case upstream01 = "upstream-0.1"
      case upstream03 = "upstream-0.3"
    }

    enum Profile: String, CaseIterable, ExpressibleByArgument {
      case regulated
      case upstream01 = "upstream-0.1"
      case upstream03 = "upstream-0.3"
    }

    func validate() throws {
      guard policy == nil || profile == .regulated else {
        throw ValidationError(
          "--policy: \(profile.rawValue) has no terms; leave it out, or use --profile regulated")
      }
    }

    /// The scheduler that decides.
    func scheduler() throws(CommandError) -> SchedulerProfile {
      switch profile {
      case .upstream01: return .upstream01
      case .upstream03: return .upstream03
      case .regulated:
        guard let policy else { return .regulated(RegulatedPolicy()) }
        let bytes = try CallFile.bytes(of: policy)
        return .regulated(
          try mapped { () throws(SnapshotDocumentError) in
            try SnapshotDocument.readPolicy(bytes, path: policy)
          })
      }
    }

    /// The scheduler that a running 5-Spot is held against.
    var installed: SchedulerProfile { release == .upstream01 ? .upstream01 : .upstream03 }

    /// The prices that the call names.
    func priceTable() throws(CommandError) -> PriceTable? { try PriceFile.read(prices) }
  }

  /// Prices as a file.
  enum PriceFile {
    /// The prices of a file; nil without one.
    static func read(_ path: String?) throws(CommandError) -> PriceTable? {
      guard let path else { return nil }
      let bytes = try CallFile.bytes(of: path)
      do throws(PriceTableError) { return try PriceTable.read(bytes, path: path) } catch {
        throw CommandError(problems: error.diagnostics)
      }
    }
  }

  /// Gives the problems of a document the form that the terminal shows.
  func mapped<Value>(
    _ read: () throws(SnapshotDocumentError) -> Value
  ) throws(CommandError) -> Value {
    do throws(SnapshotDocumentError) { return try read() } catch {
      throw CommandError(problems: error.diagnostics)
    }
  }

  extension CommandError {
    /// The problems of a document, each on a line of its own.
    init(problems: [Diagnostic]) {
      self.init(
        .invalidInput, problems.count == 1 ? "1 problem" : "\(problems.count) problems",
        details: problems.map(\.description))
    }
  }
#endif
