import Documents
import Foundation
import KubernetesClient
import Testing
import Units

/// How much a large list costs: 100,000 pods of 6 kB in pages of 500, decoded and kept by an informer.
///
/// It prints what it measured and asserts only what was kept: speed is never asserted in a test.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FIVESPOT_LONG_TESTS"] != nil))
struct ListThroughputTests {
  /// What a snapshot keeps of a pod, more or less.
  private struct Kept: Sendable {
    var node: String
    var phase: String
    var cpu: String
  }

  @Test func keepsAHundredThousandPods() throws {
    let pod = try Self.pod()
    var informer = Informer(Selection(.pods)) { object throws(DocumentError) -> Kept in
      let spec = object.node["spec"]
      let requests = spec?["containers"]?.elements.first?["resources"]?["requests"]
      return Kept(
        node: spec?["nodeName"]?.string ?? "",
        phase: object.node["status"]?["phase"]?.string ?? "",
        cpu: requests?["cpu"]?.string ?? "")
    }
    let now = Instant(seconds: 1_800_000_000)
    let pages = 200
    let before = (cpu: Self.cpuSeconds(), memory: Self.residentBytes())
    var bytes = 0
    var decoding = 0.0
    for number in 0..<pages {
      let text = Self.page(number, of: pages, pod: pod)
      bytes += text.count
      let start = Self.cpuSeconds()
      let page = try ListPage(Document.parseJSON(text, file: "page"))
      _ = informer.receive(page: page, at: now, unit: 0)
      decoding += Self.cpuSeconds() - start
    }
    let after = (cpu: Self.cpuSeconds(), memory: Self.residentBytes())
    let count = informer.store.entries.count
    #expect(count == pages * 500)
    print(
      """
      \(count) pods, \(bytes / count) bytes a pod: \(decoding) s CPU to decode and keep, \
      \(after.cpu - before.cpu) s with the making of the pages, \
      \((after.memory - before.memory) / count) bytes of memory a pod
      """)
  }

  private static func pod() throws -> String {
    let recording = try Recording("pod/bound.json")
    let text = String(decoding: recording.responseBody, as: UTF8.self)
    let padding = max(0, 6_000 - text.utf8.count)
    // The last brace closes the pod.
    return text.dropLast() + #","padding":"\#(String(repeating: "x", count: padding))"}"#
  }

  private static func page(_ number: Int, of pages: Int, pod: String) -> [UInt8] {
    let next = number + 1 < pages ? "t\(number + 1)" : ""
    let items = (0..<500).map { index in
      pod.replacing(
        #""name":"p1""#, with: #""name":"p\#(number * 500 + index)""#, maxReplacements: 1)
    }
    let text =
      #"{"kind":"PodList","metadata":{"resourceVersion":"9","continue":"\#(next)"},"items":["#
      + items.joined(separator: ",") + "]}"
    return Array(text.utf8)
  }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func residentBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4_096
  }
}
