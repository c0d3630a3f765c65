/// Where Machines stand in the lists of the simulation.
///
/// A Machine and its bootstrap object, infrastructure object and Node share a slot. A slot is used
/// again once nothing is left that could mean the Machine before, so memory follows the Machines
/// that there are and not those that there were. The number of a Machine, which facts name, is never
/// used again.
struct MachineSlots {
  /// The number of the Machine in each slot.
  private(set) var numbers: [UInt32] = []
  /// How many events that are to come mean the Machine in each slot.
  private(set) var expected: [UInt32] = []
  private var made: UInt32 = 0
  /// Whether a slot is among the retired.
  private var isRetired: [Bool] = []
  /// Slots whose Machines are gone, the longest first, from `head` on.
  private var retired: [UInt32] = []
  private var head = 0

  /// How many slots there are.
  var count: Int { numbers.count }

  /// Adds a slot with a new number.
  mutating func append() {
    numbers.append(made)
    expected.append(0)
    isRetired.append(false)
    made += 1
  }

  /// Gives a slot a new number.
  mutating func renumber(_ slot: Int) {
    precondition(expected[slot] == 0, "events mean slot \(slot) still")
    numbers[slot] = made
    made += 1
  }

  /// An event is to come that means the Machine in a slot.
  mutating func expect(_ slot: Int) { expected[slot] += 1 }

  /// It came.
  mutating func meet(_ slot: Int) { expected[slot] -= 1 }

  /// Keeps a slot whose Machine is gone to be used again.
  mutating func retire(_ slot: Int) {
    guard !isRetired[slot] else { return }
    isRetired[slot] = true
    retired.append(UInt32(slot))
  }

  /// Takes out the slot that is kept the longest; nil when none is.
  mutating func takeRetired() -> Int? {
    guard head < retired.count else { return nil }
    head += 1
    let slot = Int(retired[head - 1])
    isRetired[slot] = false
    if head > 1_024, head * 2 > retired.count {
      retired.removeFirst(head)
      head = 0
    }
    return slot
  }
}
