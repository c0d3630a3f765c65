import CommandSupport
import Facts
import Planning
import RunStore
import Scenario
import Units

/// The table of stays on lent machines: written row by row while the member is run again.
struct ResidencyTable {
  enum Form { case csv, jsonl }

  let member: MemberRecord
  let scenario: ResolvedScenario
  let form: Form

  /// Rows on their way out: a few at a time, never all.
  private final class Pending {
    private static let bytesMax = 1 << 16
    private let out: (_ bytes: [UInt8]) throws(CommandError) -> Void
    private var bytes: [UInt8] = []
    private(set) var failure: CommandError?
    var text: PodStayText?

    init(_ out: @escaping (_ bytes: [UInt8]) throws(CommandError) -> Void) { self.out = out }

    func add(_ line: String) {
      bytes += Array(line.utf8)
      bytes.append(0x0A)
      if bytes.count >= Self.bytesMax { flush() }
    }

    func flush() {
      guard failure == nil else { return }
      do throws(CommandError) { try out(bytes) } catch { failure = error }
      bytes.removeAll(keepingCapacity: true)
    }
  }

  /// Writes the rows to `out`; what they come to, or nil when it was cancelled on the way.
  func write(
    isCancelled: () -> Bool, to out: (_ bytes: [UInt8]) throws(CommandError) -> Void
  ) throws -> ResidencyProof.Outcome? {
    try withoutActuallyEscaping(out) { out in
      let pending = Pending(out)
      let outcome = try ResidencyProof.prove(
        member, scenario: scenario,
        isCancelled: { isCancelled() || pending.failure != nil },
        begin: { text in
          pending.text = text
          if form == .csv { pending.add(PodStayText.csvHeader) }
        },
        tell: { stay in
          guard let text = pending.text else { return }
          pending.add(form == .csv ? text.csvRow(stay) : text.jsonLine(stay))
        })
      pending.flush()
      if let failure = pending.failure { throw failure }
      return outcome
    }
  }

  /// What the stays come to, a line each.
  static func summary(_ totals: PodStayTotals) -> [String] {
    let endings = PodStay.Ending.allCases.map { "\(totals[$0]) \($0.rawValue)" }
    return [
      "\(totals.stays) stays, \(PodStayText.minutes(totals.nanoseconds)) minutes: "
        + endings.joined(separator: ", "),
      "\(totals.askedToLeave) asked to leave, \(totals.short) of them before their tenure was "
        + "over, by \(totals.worst.text) at worst",
    ]
  }
}
