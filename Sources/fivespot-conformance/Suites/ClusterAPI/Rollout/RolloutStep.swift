/// What happens next in a rollout log.
enum RolloutStep: Hashable {
  /// The deployment is reconciled.
  case deployment
  /// A set is, by its number; nothing happens to one that is not there.
  case set(Int)
  /// A Machine is, by its number; the same.
  case machine(Int)
  /// The user deletes a Machine: this one, or where the order is computed the first that is behind.
  case user(Int?)

  /// The steps of a log whose order was drawn, by iteration. A step that said nothing changed
  /// nothing and is not in the log; an iteration in which all did is missing.
  static func read(_ lines: [Substring]) -> [(iteration: Int, steps: [RolloutStep])] {
    var iterations: [(iteration: Int, steps: [RolloutStep])] = []
    for line in lines {
      let form = /^\[(\w+)(?: controller)?\] Iteration (\d+), (?:Reconcile|Deleting machine) (\w+)/
      guard let match = line.firstMatch(of: form)?.output, let iteration = Int(match.2) else {
        continue
      }
      let number = Int(match.3.drop { !$0.isNumber })
      let step: RolloutStep
      switch (match.1, number) {
      case ("MD", _): step = .deployment
      case ("MS", let number?): step = .set(number)
      case ("M", let number?): step = .machine(number)
      case ("User", let number?): step = .user(number)
      default: continue
      }
      if iterations.last?.iteration != iteration { iterations.append((iteration, [])) }
      iterations[iterations.count - 1].steps.append(step)
    }
    return iterations
  }
}
