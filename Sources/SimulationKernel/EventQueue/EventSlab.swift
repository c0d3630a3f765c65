/// The payloads of the pending events, in slots that are used again.
///
/// Each slot has one word of state. While it is occupied: the number of its tenant (37 bits) above a mark
/// (27 bits) that says whether the event stands or was cancelled. While it is free: the number of the next
/// tenant above the index of the next free slot. A handle is that tenant number above the slot's index, so
/// it turns stale when the tenant leaves, and stays so for 2³⁷ tenants of the slot.
@usableFromInline
struct EventSlab<Payload: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  struct Slot: BitwiseCopyable {
    @usableFromInline var state: UInt64
    @usableFromInline var payload: Payload

    @inlinable
    init(state: UInt64, payload: Payload) {
      self.state = state
      self.payload = payload
    }
  }

  @usableFromInline var slots = UncheckedBuffer<Slot>()
  /// How many slots were ever occupied.
  @usableFromInline var used = 0
  @usableFromInline var firstFree = EventSlab.noSlot

  @inlinable static var lowMask: UInt64 { 1 << EventKey.slotBits - 1 }
  @inlinable static var standing: UInt64 { lowMask }
  @inlinable static var cancelled: UInt64 { lowMask - 1 }
  @inlinable static var noSlot: UInt64 { lowMask - 2 }

  @inlinable
  init() {}

  /// Puts a payload into a free slot; its handle's word has the slot in the low bits.
  @inlinable @inline(__always)
  mutating func occupy(_ payload: Payload) -> UInt64 {
    if firstFree == Self.noSlot { addSlots(payload) }
    let slot = firstFree
    let state = slots[Int(truncatingIfNeeded: slot)].state
    firstFree = state & Self.lowMask
    slots[Int(truncatingIfNeeded: slot)] = Slot(state: state | Self.standing, payload: payload)
    return state & ~Self.lowMask | slot
  }

  /// Makes one more slot, free for its first tenant.
  @inlinable @inline(never)
  mutating func addSlots(_ filler: Payload) {
    precondition(used < Int(Self.noSlot), "an event queue holds at most 134 million events at once")
    if used == slots.capacity { slots.grow(to: max(64, used * 2)) }
    slots[used] = Slot(state: Self.noSlot, payload: filler)
    firstFree = UInt64(used)
    used += 1
  }

  /// Frees an occupied slot for its next tenant.
  @inlinable @inline(__always)
  mutating func vacate(_ slot: Int, state: UInt64) {
    slots.view[slot].state = (state & ~Self.lowMask) &+ (Self.lowMask + 1) | firstFree
    firstFree = UInt64(truncatingIfNeeded: slot)
  }

  /// Marks the event of a handle as cancelled; false when it is no longer pending.
  @inlinable
  mutating func cancel(_ handle: UInt64) -> Bool {
    let slot = Int(handle & Self.lowMask)
    guard slot < used, slots[slot].state == handle | Self.standing else { return false }
    slots.view[slot].state = handle & ~Self.lowMask | Self.cancelled
    return true
  }

  @inlinable
  func isCancelled(state: UInt64) -> Bool { state & Self.lowMask == Self.cancelled }
}
