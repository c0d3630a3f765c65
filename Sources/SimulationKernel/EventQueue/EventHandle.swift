/// The name of one pushed event, good for cancelling it and for nothing else.
///
/// A handle goes stale when its event is popped or cancelled, and stays stale: the slot that held
/// the event counts its tenants, and the handle names one of them.
@usableFromInline
package struct EventHandle: Hashable, Sendable, BitwiseCopyable {
  /// The tenant count of the slot above the slot's index, in one word.
  @usableFromInline var word: UInt64

  /// A handle of no event, which is always stale.
  @inlinable
  package static var none: EventHandle { EventHandle(word: .max) }

  @inlinable
  init(word: UInt64) { self.word = word }
}
