import Foundation
import RunStore
import Testing

@Suite("A reference to a run")
struct RunReferenceTests {
  @Test("is latest or a prefix of an id, narrowed by variant and seed")
  func resolve() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    let first = try StoreFixture.store(
      StoreFixture.description(variants: ["base", "a/b"], seeds: [1, 2]), in: store)
    let second = try StoreFixture.store(StoreFixture.description(scenario: "other"), in: store)
    func members(_ reference: String) throws -> [String] {
      let selection = try store.find(reference)
      return selection.members.map { "\($0.runID == first ? 1 : 2):\($0.variant)/\($0.seed)" }
    }
    #expect(try members("latest") == ["2:base/1"])
    #expect(try members(second) == ["2:base/1"])
    #expect(try members(String(first.prefix(9)).uppercased()).count == 4)
    #expect(try members(first + "/base") == ["1:base/1", "1:base/2"])
    #expect(try members(first + "/a/b") == ["1:a/b/1", "1:a/b/2"])
    #expect(try members(first + "/a/b/2") == ["1:a/b/2"])
    #expect(try members("latest/base/1") == ["2:base/1"])
  }

  @Test(
    "that names nothing says what there is",
    arguments: [
      ("", "no run is called"), ("xyz", "no run is called xyz"), ("%", "no run is called %"),
      ("latest/none", "its variants are base; its seeds are 1 to 2"),
      ("latest/base/9", "no member base/9"), ("latest/", "has no member"),
    ])
  func unknown(reference: String, message: String) throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    try StoreFixture.store(StoreFixture.description(seeds: [1, 2]), in: store)
    #expect { try store.find(reference) } throws: { "\($0)".contains(message) }
  }

  @Test("that names several runs lists them")
  func ambiguous() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    #expect { try store.find("latest") } throws: { "\($0)".contains("holds no run") }
    // Seventeen ids share a first digit at the latest.
    for _ in 0..<17 { _ = try store.begin(StoreFixture.description()) }
    let runs = try store.runs()
    #expect(Set(runs.map(\.runID)).count == 17)
    #expect(Set(runs.map(\.planHash)).count == 1)
    let digits = runs.map { String($0.runID.prefix(1)) }
    let shared = try #require(digits.first { digit in digits.filter { $0 == digit }.count > 1 })
    #expect { try store.find(shared) } throws: { error in
      let names = runs.map(\.runID).filter { $0.hasPrefix(shared) }
      return (error as? RunStoreError)?.code == .ambiguousRun
        && names.allSatisfy { "\(error)".contains($0) }
    }
  }

  @Test("has the same id in every fresh store")
  func reproducible() throws {
    let ids = try (0..<2).map { _ in
      try StoreFixture.store(StoreFixture.description(), in: try StoreFixture().open())
    }
    #expect(ids[0] == ids[1])
  }
}
