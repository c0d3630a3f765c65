/// A binary heap with the least element on top.
struct OrderedHeap<Element: Comparable> {
  private var elements: [Element] = []

  /// The least element; nil when there is none.
  var first: Element? { elements.first }

  /// Adds an element.
  mutating func push(_ element: Element) {
    elements.append(element)
    var place = elements.count - 1
    while place > 0, elements[place] < elements[(place - 1) / 2] {
      elements.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the least element; nil when there is none.
  mutating func pop() -> Element? {
    guard !elements.isEmpty else { return nil }
    elements.swapAt(0, elements.count - 1)
    let top = elements.removeLast()
    var place = 0
    while 2 * place + 1 < elements.count {
      var child = 2 * place + 1
      if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < elements[place] else { break }
      elements.swapAt(place, child)
      place = child
    }
    return top
  }

  /// Takes the least element off, which there has to be.
  mutating func removeFirst() {
    let top = pop()
    precondition(top != nil, "the heap is empty")
  }
}

extension OrderedHeap: Sendable where Element: Sendable {}
