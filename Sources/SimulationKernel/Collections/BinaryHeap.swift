/// A binary heap with the least element on top.
///
/// For what waits in an order of its own: events of the simulation have a queue that is made for them.
@usableFromInline
package struct BinaryHeap<Element: Comparable> {
  // Each element is no less than the one above it.
  @usableFromInline var elements: [Element] = []

  /// Makes an empty heap.
  @inlinable
  package init() {}

  /// Makes a heap of `elements`.
  @inlinable
  package init(_ elements: some Sequence<Element>) {
    for element in elements { insert(element) }
  }

  /// How many elements there are.
  @inlinable package var count: Int { elements.count }

  /// The elements, in no order that matters.
  @inlinable package var unordered: [Element] { elements }

  /// The least element; nil when there is none.
  @inlinable package var first: Element? { elements.first }

  /// Adds an element.
  @inlinable
  package mutating func insert(_ element: Element) {
    var hole = elements.count
    elements.append(element)
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard element < elements[parent] else { break }
      elements[hole] = elements[parent]
      hole = parent
    }
    elements[hole] = element
  }

  /// Takes the least element out, which there has to be.
  @inlinable
  @discardableResult
  package mutating func removeFirst() -> Element {
    precondition(!elements.isEmpty, "the heap is empty")
    let last = elements.removeLast()
    guard let least = elements.first else { return last }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < elements.count else { break }
      if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < last else { break }
      elements[hole] = elements[child]
      hole = child
    }
    elements[hole] = last
    return least
  }
}

extension BinaryHeap: Sendable where Element: Sendable {}
