import Facts
import Placement
import Units

extension JobRoom {
  /// Takes room for all of `members`, in their order, or for none: by member, its node.
  mutating func reserve(_ members: [UInt32], of jobs: [Job], at now: Instant) -> [Int]? {
    if hasScheduler { return schedule(members, of: jobs, at: now) }
    var taken: [Int] = []
    for member in members {
      let job = jobs[Int(member)]
      guard let node = node(for: job, number: Int(member)) else {
        for (member, node) in zip(members, taken) {
          release(jobs[Int(member)], number: Int(member), on: node)
        }
        // Nobody is helped by room that was there before.
        forgetNews()
        return nil
      }
      reserve(job, number: Int(member), on: node)
      taken.append(node)
    }
    return taken
  }
}
