import RunStore
import Units

/// Two members with one seed.
struct MemberPair {
  var baseline: MemberRecord
  var candidate: MemberRecord
}

/// What a reference of a comparison names: a run, and the members of one of its variants.
struct ComparedMembers {
  let reference: String
  let run: RunRecord
  private(set) var members: [MemberRecord]

  init(_ reference: String, in store: RunStore) throws(RunStoreError) {
    let selection = try store.find(reference)
    self.reference = reference
    run = selection.run
    members = selection.members
  }

  private var variants: [String] {
    var names: [String] = []
    for member in members where !names.contains(member.variant) { names.append(member.variant) }
    return names
  }

  /// Narrows both to one variant: the one that they name, or else the one that the other names.
  static func chooseVariants(
    _ left: inout ComparedMembers, _ right: inout ComparedMembers
  ) throws(ComparisonError) {
    let (leftNames, rightNames) = (left.variants, right.variants)
    try left.narrow(to: rightNames)
    try right.narrow(to: leftNames)
  }

  private mutating func narrow(to others: [String]) throws(ComparisonError) {
    let own = variants
    guard own.count > 1 else { return }
    guard others.count == 1, own.contains(others[0]) else {
      throw .severalVariants(reference: reference, variants: own)
    }
    members.removeAll { $0.variant != others[0] }
  }

  /// The members that ended, by seed.
  private func finished() throws(ComparisonError) -> [MemberRecord] {
    let finished = members.filter { $0.status == .complete }
    guard !finished.isEmpty else { throw .nothingFinished(reference: reference) }
    return finished
  }

  /// The members with one seed, in the baseline's order or in the order asked for.
  ///
  /// No seed is left out in silence: either both sides have the same ones, or the call names them.
  static func pairs(
    _ left: ComparedMembers, _ right: ComparedMembers, asked: [UInt64]
  ) throws(ComparisonError) -> [MemberPair] {
    let (baseline, candidate) = (try left.finished(), try right.finished())
    let leftSeeds = baseline.map(\.seed)
    let rightSeeds = candidate.map(\.seed)
    if asked.isEmpty {
      let onlyLeft = leftSeeds.filter { !rightSeeds.contains($0) }
      let onlyRight = rightSeeds.filter { !leftSeeds.contains($0) }
      guard onlyLeft.isEmpty, onlyRight.isEmpty else {
        throw .unpairedSeeds(
          common: leftSeeds.filter { rightSeeds.contains($0) }, onlyBaseline: onlyLeft,
          onlyCandidate: onlyRight)
      }
    }
    let wanted = asked.isEmpty ? leftSeeds : asked
    let missing = (
      wanted.filter { !leftSeeds.contains($0) }, wanted.filter { !rightSeeds.contains($0) }
    )
    guard missing.0.isEmpty, missing.1.isEmpty else {
      throw .missingSeeds(onBaseline: missing.0, onCandidate: missing.1)
    }
    return wanted.compactMap { seed in
      guard let left = baseline.first(where: { $0.seed == seed }),
        let right = candidate.first(where: { $0.seed == seed })
      else { return nil }
      return MemberPair(baseline: left, candidate: right)
    }
  }

  func side(_ store: RunStore) throws(RunStoreError) -> RunComparison.Side {
    RunComparison.Side(
      runID: run.runID, variant: members.first?.variant ?? "", scenario: run.scenarioName,
      toolVersion: run.toolVersion, zoneRulesVersion: run.zoneRulesVersion,
      scenarioHash: members.first?.scenarioHash ?? "",
      inputs: try store.inputs(of: run).map {
        RunComparison.Input(path: $0.path, sha256: $0.sha256)
      })
  }
}

extension MemberRecord {
  /// From when to when it was simulated, in words.
  var horizonText: String {
    guard let start, let end else { return "an unknown time" }
    return "from \(start.rfc3339) to \(end.rfc3339)"
  }
}
