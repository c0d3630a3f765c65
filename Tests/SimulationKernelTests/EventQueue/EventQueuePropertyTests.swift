import SimulationKernel
import Testing
import Units

/// What the queue must do, written in the plainest way: all pending events, sorted on each change.
struct ReferenceQueue {
  struct Entry {
    var at: Instant
    var rank: UInt8
    var sequence: Int
    var payload: Int
  }

  private(set) var entries: [Entry] = []
  private var pushed = 0

  var count: Int { entries.count }
  var nextInstant: Instant? { entries.last?.at }

  /// Entries lie in falling order, so that the first event of the order is the last entry.
  mutating func push(_ payload: Int, at: Instant, rank: UInt8) {
    let new = Entry(at: at, rank: rank, sequence: pushed, payload: payload)
    pushed += 1
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(new, entries[middle]) { low = middle + 1 } else { high = middle }
    }
    entries.insert(new, at: low)
  }

  mutating func pop() -> Entry? { entries.popLast() }

  mutating func cancel(payload: Int) -> Bool {
    guard let index = entries.firstIndex(where: { $0.payload == payload }) else { return false }
    entries.remove(at: index)
    return true
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    (left.at, left.rank, left.sequence) < (right.at, right.rank, right.sequence)
  }
}

/// How the instants of a property run are chosen.
enum InstantPattern: String, CaseIterable, Sendable {
  /// A hold model: soon after the present.
  case near
  /// A wide spread, like mixed timers.
  case wide
  /// All at one of three instants.
  case equal
  /// Each before all others.
  case falling
  /// Each after all others.
  case rising
  /// Powers of two ahead, so that each division of a pile leaves nearly all in one.
  case skewed
  /// Anywhere on the scale, ends included, past included.
  case anywhere
  /// Crowds of events around a few instants.
  case bursts

  func instant(now: Int64, step: Int, _ stream: inout RandomStream) -> Instant {
    let word = stream.next()
    let value: Int64 =
      switch self {
      case .near: now &+ Int64(word % 1_000)
      case .wide: now &+ Int64(word % 1_000_000_000_000)
      case .equal: Int64(word % 3)
      case .falling: -Int64(step) * 7
      case .rising: Int64(step) * 7
      case .skewed: now &+ (1 << Int64(word % 62))
      case .anywhere:
        switch word % 16 {
        case 0: .min
        case 1: .max
        case 2: .min + Int64(word >> 32 & 3)
        case 3: .max - Int64(word >> 32 & 3)
        default: Int64(bitPattern: stream.next())
        }
      case .bursts: now &+ Int64(word % 5) * 1_000_000 + Int64(word >> 32 & 7)
      }
    return Instant(nanoseconds: max(value, .min))
  }
}

@Suite("Event queue against a sorted list")
struct EventQueuePropertyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var pattern: InstantPattern
    var seed: UInt64
    var size: Int

    var testDescription: String { "\(pattern.rawValue), seed \(seed), about \(size) pending" }
  }

  static let cases: [Case] = InstantPattern.allCases.flatMap { pattern in
    zip([1, 2, 3, 4], [20, 700, 3_000, 9_000]).map {
      Case(pattern: pattern, seed: $0, size: $1)
    }
  }

  @Test("any mix of push, pop and cancel gives what a sorted list gives", arguments: cases)
  func matchesReference(testCase: Case) {
    var stream = RandomStream(seed: testCase.seed, label: "queue.property")
    // Renumbering after few pushes puts that path under the same test.
    var queue = EventQueue<Int>(renumberingAfter: 20_000)
    var reference = ReferenceQueue()
    var handles: [EventHandle] = []
    var now: Int64 = 0
    for step in 0..<testCase.size * 4 {
      // Half of the time the queue tends to grow, half of the time to shrink, with sudden floods.
      let grows = (step / testCase.size) % 2 == 0
      switch stream.uniform(below: 100) {
      case 0..<(grows ? 70 : 25):
        let instant = testCase.pattern.instant(now: now, step: step, &stream)
        let rank = UInt8(stream.uniform(below: 3))
        handles.append(queue.push(handles.count, at: instant, rank: rank))
        reference.push(handles.count - 1, at: instant, rank: rank)
      case 70..<80 where !handles.isEmpty:
        let index = Int(stream.uniform(below: UInt64(handles.count)))
        #expect(
          queue.cancel(handles[index]) == reference.cancel(payload: index),
          "seed \(testCase.seed), step \(step)")
      default:
        let expected = reference.pop()
        let actual = queue.pop()
        guard actual?.payload == expected?.payload, actual?.at == expected?.at else {
          Issue.record("seed \(testCase.seed), step \(step): pop differs")
          return
        }
        if let expected { now = min(max(expected.at.nanoseconds, -1 << 61), 1 << 61) }
      }
      guard queue.count == reference.count else {
        Issue.record("seed \(testCase.seed), step \(step): count differs")
        return
      }
    }
    #expect(queue.nextInstant == reference.nextInstant)
    while let expected = reference.pop() {
      guard queue.pop()?.payload == expected.payload else {
        Issue.record("seed \(testCase.seed): the rest differs")
        return
      }
    }
    #expect(queue.pop() == nil)
    let isEmpty = queue.isEmpty
    #expect(isEmpty)
  }
}
