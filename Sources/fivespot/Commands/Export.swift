import ArgumentParser
import CommandSupport
import Facts
import RunStore

/// `fivespot export`: hands on a member's journal.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hand on the journal of a member.",
    discussion: """
      canonical is the bytes whose SHA-256 is the member's digest (docs/journal.md); jsonl and csv \
      are for people and their tools.

      EXAMPLES
        fivespot export latest/calm/42 --journal canonical | sha256sum
        fivespot export latest/calm --journal csv --output runs/calm.csv
      """)

  enum JournalForm: String, CaseIterable, ExpressibleByArgument {
    case canonical
    case jsonl
    case csv
  }

  @Argument(
    help: ArgumentHelp(
      "The member: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"
    ))
  var reference: String = "latest"

  @Option(help: "The form of the journal.")
  var journal: JournalForm

  @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
  var output: String?

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let member = try StoredMember.only(reference, in: store).member
    let facts = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.journal(of: member)
    }
    let bytes = bytes(facts)
    if let output {
      try AtomicFile.write(bytes, to: output)
    } else {
      try StandardStreams.printResult(bytes: bytes)
    }
  }

  private func bytes(_ facts: Facts.Journal) -> [UInt8] {
    let text = FactText(header: facts.header)
    switch journal {
    case .canonical: return facts.canonicalBytes()
    case .jsonl:
      var bytes: [UInt8] = []
      for index in 0..<facts.count {
        bytes += Array(text.jsonLine(facts[index], index: index).utf8)
        bytes.append(0x0A)
      }
      return bytes
    case .csv:
      var bytes = Array((FactText.csvHeader + "\n").utf8)
      for index in 0..<facts.count {
        bytes += Array(text.csvRow(facts[index], index: index).utf8)
        bytes.append(0x0A)
      }
      return bytes
    }
  }
}
