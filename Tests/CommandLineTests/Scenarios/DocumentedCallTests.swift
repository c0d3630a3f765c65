import Foundation
import Testing

/// Calls that the manual shows, taken as they are pasted.
@Suite struct DocumentedCallTests {
  /// Every `fivespot run` of the fenced blocks of a document.
  private static func calls(in document: String) throws -> [String] {
    let text = try String(contentsOfFile: Repository.path(document), encoding: .utf8)
    let blocks = text.components(separatedBy: "\n```\n").enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
    return blocks.flatMap { block in
      block.components(separatedBy: "\nfivespot ").flatMap { part -> [String] in
        let call = part.hasPrefix("fivespot ") ? String(part.dropFirst(9)) : part
        return call.hasPrefix("run scenarios/market-hours.yaml") ? [call] : []
      }
    }
  }

  @Test func `what-ifs can be pasted into a shell as they stand`() throws {
    let calls = try Self.calls(in: "docs/lending.md")
    #expect(calls.count >= 7 && calls.count { $0.contains("--set") } >= 6, "\(calls)")
    let product = try BuiltProduct.url("fivespot").path
    for call in calls {
      // What is asked is whether the shell and the tool take it; to run a week takes its time.
      let line =
        "'\(product)' "
        + call.replacing("run ", with: "validate ", maxReplacements: 1)
        .components(separatedBy: " --seeds ")[0]
      let result = try BuiltProduct.start(
        "fivespot", [],
        .init(folder: Repository.folder, wrapper: ["sh", "-c", line])
      ).wait()
      #expect(result.status == 0, "\(call): \(result.errors)")
    }
    let scenario = try String(
      contentsOfFile: Repository.path("scenarios/market-hours.yaml"), encoding: .utf8)
    #expect(!scenario.contains("# --set") && !scenario.contains("#     --set"))
  }
}
