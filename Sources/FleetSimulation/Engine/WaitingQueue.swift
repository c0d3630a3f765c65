/// The jobs that wait for a node: first come, first served.
///
/// Jobs are numbered in order of submission, so the place of a job is its id, and one that returns
/// from an interrupted node takes its original place again. A binary heap of ids.
struct WaitingQueue: ~Copyable {
  private(set) var heap: [UInt32] = []

  /// The job at the head.
  var first: UInt32? { heap.first }

  /// Adds a job that is not waiting yet.
  mutating func insert(_ job: UInt32) {
    var hole = heap.count
    heap.append(job)
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard job < heap[parent] else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = job
  }

  /// Takes the head out; the queue is not empty.
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
