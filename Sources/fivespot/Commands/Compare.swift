import ArgumentParser
import CommandSupport
import Documents
import Planning
import Reports
import RunStore

/// `fivespot compare`: two variants, seed by seed.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two variants of one run, or of two, over the same seeds.",
    discussion: """
      The verdict stands first, then what drives the cost, the metrics, the promises, and what went \
      in. Results are paired by seed: with common random numbers their differences are known better \
      than either of them. Where one side names no variant, it is the other's.

      EXAMPLES
        fivespot compare latest/dedicated latest/regulated
        fivespot compare 3f2a/calm 91b0/calm --seeds 1..10 --exit-code
        fivespot compare latest/calm latest/preemptible --format html --output runs/compare.html

      Exit codes: 0 done; with --exit-code 0 no difference, 2 differences. 65 the two cannot be \
      paired, 66 a run is missing (docs/compare.md).
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table
    case json
    case markdown
    case html
  }

  @Argument(
    help: ArgumentHelp(
      "What to compare with: latest or the beginning of a run's id, narrowed by /VARIANT[/SEED].",
      valueName: "baseline"))
  var baseline: String

  @Argument(help: ArgumentHelp("What to compare, named alike.", valueName: "candidate"))
  var candidate: String

  @Option(
    help: "Pair these seeds only; without it both have to have the same ones.",
    transform: SeedList.read)
  var seeds: SeedList?

  @Option(help: "How to print the comparison.")
  var format: Format = .table

  @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
  var output: String?

  @Flag(help: "Exit with 2 when anything that was simulated or derived differs.")
  var exitCode = false

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let comparison: RunComparison
    do {
      comparison = try RunComparison(
        baseline: baseline, candidate: candidate, seeds: seeds?.seeds ?? [], in: store)
    } catch let error as ComparisonError {
      throw CommandError(error.exitCode, error.description)
    } catch {
      throw PlanningFailure.commandError(error)
    }
    let bytes = try bytes(of: comparison)
    if let output {
      try AtomicFile.write(bytes, to: output)
    } else {
      try StandardStreams.printResult(bytes: bytes)
    }
    if exitCode, comparison.hasDifferences { throw ExitCode(CommandSupport.ExitCode.differences) }
  }

  private func bytes(of comparison: RunComparison) throws(CommandError) -> [UInt8] {
    switch format {
    case .table: return Array(ComparisonText.text(comparison).utf8)
    case .markdown: return Array(comparison.markdown().utf8)
    case .html: return Array(comparison.html().utf8)
    case .json:
      do throws(DocumentWriteError) { return try comparison.json() } catch {
        throw CommandError(.internalError, error.description)
      }
    }
  }
}

extension ArgumentParser.ExitCode {
  /// An exit code of the project's table that is no error, so that nothing is said about it.
  init(_ code: CommandSupport.ExitCode) { self.init(code.rawValue) }
}

extension ComparisonError {
  /// The exit code that says to a script what kind of trouble this is.
  fileprivate var exitCode: CommandSupport.ExitCode {
    switch self {
    case .severalVariants: .usage
    case .nothingFinished: .missingInput
    case .unpairedSeeds, .missingSeeds, .differentHorizons: .invalidInput
    }
  }
}
