import SimulationKernel
import Testing
import Units

@Suite("Event queue")
struct EventQueueTests {
  @Test("gives events back by instant, then rank, then order of pushing")
  func order() {
    var queue = EventQueue<Int>()
    queue.push(1, at: Instant(nanoseconds: 5), rank: 1)
    queue.push(2, at: Instant(nanoseconds: 5), rank: 0)
    queue.push(3, at: Instant(nanoseconds: -5), rank: 9)
    queue.push(4, at: Instant(nanoseconds: 5), rank: 1)
    var order: [Int] = []
    while let event = queue.pop() { order.append(event.payload) }
    #expect(order == [3, 2, 1, 4])
  }
}
