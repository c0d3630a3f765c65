/// What waits in the event queue: one plain word.
struct SimulationEvent: BitwiseCopyable {
  /// What is to happen.
  var kind: Kind
  /// To whom: a node or a job, as `kind` says.
  var subject: UInt32

  /// What is to happen, and its rank: at one instant the lower raw value comes first.
  ///
  /// Placement is no event. It runs once at the end of an instant, when every event of the instant
  /// is known, so that no job is started on a node that is taken away in the same instant, and a job
  /// that returns to the queue stands before one that was submitted later.
  enum Kind: UInt8, BitwiseCopyable, CaseIterable {
    /// Before everything else: a job whose work is done at the instant of an interruption is done.
    case jobFinishes = 0
    /// Before the interruption that it announces, also when the lead time is zero.
    case nodeIsNoticed = 1
    /// Before joins: a node that is replaced without delay leaves before it comes back.
    case nodeIsInterrupted = 2
    /// Before submissions, only so that the journal tells of the supply before the demand.
    case nodeJoins = 3
    /// Last: the order among submissions of one instant is that of the workload.
    case jobIsSubmitted = 4
  }
}
