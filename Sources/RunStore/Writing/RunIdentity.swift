import Units

/// The ids of runs.
///
/// A run's *plan hash* is the SHA-256 of everything that decides its result: the tool's version and
/// every member's variant, seed and resolved scenario. Its *id* is the first 26 hexadecimal digits
/// (104 bits) of a SHA-256 over the plan hash and a repetition number, which counts the runs of that
/// plan in the store. So two runs of one plan have two ids, a fresh store gives the same ids on every
/// machine, and no clock and no process id is in them. Runs are ordered by their number, not their id.
enum RunIdentity {
  static func planHash(_ description: RunDescription) -> String {
    var text = "fivespot plan 1\n"
    func append(_ field: String) { text += "\(field.utf8.count):\(field)\n" }
    append(description.toolVersion)
    for member in description.members {
      append(member.variant)
      append(String(member.seed))
      append(member.scenarioHash)
    }
    return SHA256.digest(Array(text.utf8)).hex
  }

  static func runID(planHash: String, repetition: Int) -> String {
    let text = "fivespot run 1\n\(planHash)\n\(repetition)\n"
    return String(SHA256.digest(Array(text.utf8)).hex.prefix(26))
  }
}
