/// A binary heap over an array: the least element is at the top.
struct Heap<Element: Comparable & Sendable>: Sendable {
  private var elements: [Element] = []

  var top: Element? { elements.first }
  var isEmpty: Bool { elements.isEmpty }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard elements[child] < elements[parent] else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeTop() {
    guard let last = elements.popLast(), !elements.isEmpty else { return }
    elements[0] = last
    var parent = 0
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < elements.count {
        if elements[child] < elements[first] { first = child }
      }
      if first == parent { return }
      elements.swapAt(parent, first)
      parent = first
    }
  }
}
