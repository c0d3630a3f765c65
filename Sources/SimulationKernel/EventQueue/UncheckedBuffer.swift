// The one file of this room that touches raw memory.
//
// Why: a pop and a push of the event queue touch a few dozen elements, and are most of the time of a
// simulation. With `Array`, each of them pays for a bounds check, a uniqueness check and a reload of the
// storage: the queue ran at about half its speed. What makes it safe here: elements are plain bits, so
// nothing is retained or destroyed; a buffer has exactly one owner, which frees it; and debug builds
// check each index, so the tests of the queue run with checks.

/// A growable row of plain values with one owner.
@usableFromInline
struct UncheckedBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// The elements: copied into a local, it spares hot loops the reload after each store.
  ///
  /// Good until the buffer grows or ends.
  @usableFromInline var view: UncheckedView<Element>

  /// A row without elements.
  @inlinable
  init() { view = UncheckedView(capacity: 0) }

  /// A row of `capacity` elements, all set to `filler`.
  @inlinable
  init(capacity: Int, filler: Element) {
    self.init()
    grow(to: capacity, filler: filler)
  }

  @inlinable
  deinit { view.deallocate() }

  /// How many elements there are.
  @inlinable var capacity: Int { view.capacity }

  /// The element at `index`, which debug builds check.
  @inlinable
  subscript(index: Int) -> Element {
    @inline(__always) get { view[index] }
    @inline(__always) nonmutating set { view[index] = newValue }
  }

  /// Moves the elements to a longer row whose new part is set to `filler`.
  @inlinable
  mutating func grow(to capacity: Int, filler: Element) {
    let old = view.capacity
    grow(to: capacity)
    (view.base + old).initialize(repeating: filler, count: capacity - old)
  }

  /// Moves the elements to a longer row whose new part must be written before it is read.
  @inlinable
  mutating func grow(to capacity: Int) {
    precondition(capacity >= view.capacity, "a buffer only grows")
    let longer = UncheckedView<Element>(capacity: capacity)
    longer.base.initialize(from: view.base, count: view.capacity)
    view.deallocate()
    view = longer
  }
}

/// The elements of an `UncheckedBuffer`, not owned.
@usableFromInline
struct UncheckedView<Element: BitwiseCopyable>: BitwiseCopyable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let capacity: Int

  /// Uninitialised elements, of which the first begins a cache line.
  @inlinable
  init(capacity: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(capacity, 1) * MemoryLayout<Element>.stride, alignment: 64)
    self.base = bytes.bindMemory(to: Element.self, capacity: capacity)
    self.capacity = capacity
  }

  @inlinable
  subscript(index: Int) -> Element {
    @inline(__always) get {
      assert(index >= 0 && index < capacity, "index \(index) of \(capacity)")
      return base[index]
    }
    @inline(__always) nonmutating set {
      assert(index >= 0 && index < capacity, "index \(index) of \(capacity)")
      base[index] = newValue
    }
  }

  @inlinable
  func deallocate() { UnsafeMutableRawPointer(base).deallocate() }
}
