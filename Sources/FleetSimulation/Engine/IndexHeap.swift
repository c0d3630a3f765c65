/// Ids of which the lowest comes out first: jobs that wait, slots that are free. A binary heap.
///
/// Jobs are numbered in order of submission, so the place of a job in the queue is its id, and one
/// that returns from an interrupted node takes its original place again.
struct IndexHeap {
  private(set) var heap: [UInt32] = []

  init() {}

  /// Makes a heap of those ids.
  init(_ ids: some Sequence<UInt32>) {
    for id in ids { insert(id) }
  }

  /// The lowest.
  var first: UInt32? { heap.first }

  /// Adds an id that is not inside yet.
  mutating func insert(_ id: UInt32) {
    var hole = heap.count
    heap.append(id)
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard id < heap[parent] else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = id
  }

  /// Takes the lowest out; the heap is not empty.
  mutating func removeFirst() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
  }
}
