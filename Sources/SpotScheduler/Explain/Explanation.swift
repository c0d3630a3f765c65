public import Units

/// Why a machine is where it is: what a decision read, by which rules, and what it did not do.
///
/// It is made by the functions that decide, on the snapshot that they decided on, so it cannot say
/// anything else than they did.
public struct Explanation: Hashable, Sendable {
  /// The object that was asked about.
  public var machine: ScheduledMachineID
  /// The instant of the decision.
  public var at: Instant
  /// The name of the profile that decided.
  public var profile: String
  /// The terms that it decided by: see `SchedulerProfile.policyHash`.
  public var policyHash: SHA256.Digest
  /// The object's status that the decision found.
  public var before: ScheduledMachineStatus
  /// The object's status that the decision left.
  public var after: ScheduledMachineStatus
  /// The rules, from the one that says where the host is to be to the one of the object's phase;
  /// each once.
  public var reasons: [Reason]
  /// What is to be done to the object's Machine or node, in order.
  public var actions: [Action]
  /// What the rules read.
  public var inputs: Inputs
  /// What was not done, each with the rule that spoke against it.
  public var rejected: [Rejection]
  /// Where an upstream profile differed from the regulated one in this decision.
  public var divergences: [DivergenceNote] = []

  /// Something that a decision did not do.
  public struct Rejection: Hashable, Sendable {
    /// What was not done.
    public var choice: Choice
    /// The rule that spoke against it.
    public var reason: Reason
    /// The figures that the rule was applied to, by names such as `lastStart` and `missing`.
    public var amounts: [Amount]

    /// Makes one.
    public init(_ choice: Choice, because reason: Reason, _ amounts: [Amount] = []) {
      self.choice = choice
      self.reason = reason
      self.amounts = amounts
    }
  }

  /// What a decision can leave undone.
  public enum Choice: String, Hashable, Sendable, CaseIterable {
    /// Lend the host.
    case lend = "Lend"
    /// Keep the host with its owner.
    case stayHome = "StayHome"
    /// Leave the host with its borrower.
    case keepLent = "KeepLent"
    /// Call the host back.
    case callBack = "CallBack"
    /// Give up a return that has begun.
    case cancelReturn = "CancelReturn"
    /// Begin the drain before its time.
    case drainSooner = "DrainSooner"
    /// Delete the pods instead of evicting them.
    case deletePods = "DeletePods"
    /// Create the Machine.
    case createMachine = "CreateMachine"
    /// Delete the Machine.
    case deleteMachine = "DeleteMachine"
    /// Make the object Active again.
    case reopen = "Reopen"
  }

  /// A figure with its name.
  public struct Amount: Hashable, Sendable {
    /// Its name, as documents write it.
    public var name: String
    /// The figure.
    public var value: Value

    /// What a figure can be.
    public enum Value: Hashable, Sendable {
      /// A point in time.
      case instant(Instant)
      /// A length of time.
      case span(TimeSpan)
      /// CPU.
      case cpu(MilliCPU)
      /// A number of things.
      case count(Int)
      /// Whether something is so.
      case flag(Bool)
      /// A name.
      case text(String)
    }

    /// Makes one.
    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }
}

extension Scheduler {
  /// Explains what a decision means for a machine.
  ///
  /// It decides on everything, by the law the same as deciding on what changed, and keeps what it
  /// read on the way. It never fails: of an object that does not exist, or whose host refers to
  /// others, it says that nothing is done.
  ///
  /// - Parameters:
  ///   - snapshot: What the decision was made on.
  ///   - machine: The object to explain.
  ///   - now: The instant of the decision.
  ///   - profile: Which scheduler decided.
  public static func explain(
    _ snapshot: borrowing FleetSnapshot, machine: ScheduledMachineID, at now: Instant,
    profile: SchedulerProfile
  ) -> Explanation {
    let snapshot = copy snapshot
    let status = snapshot.status(of: machine)
    var explanation = Explanation(
      machine: machine, at: now, profile: profile.name, policyHash: profile.policyHash,
      before: status, after: status, reasons: [status.reason], actions: [],
      inputs: Explanation.Inputs(), rejected: [])
    guard snapshot.contains(machine) else { return explanation }
    switch profile {
    case .upstream01:
      UpstreamScheduler(snapshot: snapshot, release: .v01, now: now).explain(&explanation)
    case .upstream03:
      UpstreamScheduler(snapshot: snapshot, release: .v03, now: now).explain(&explanation)
    case .regulated(let policy):
      RegulatedScheduler(snapshot: snapshot, policy: policy, now: now).explain(&explanation)
    }
    return explanation
  }
}
