extension Explanation.Rejection {
  /// What the rule says against the choice, in words that follow a colon: of a rule that did not
  /// come to bear, that it did not.
  var phrase: String {
    switch (choice, reason.rule) {
    case (.callBack, .ownerFirst): "the host is with its borrower until its return for that edge"
    case (.callBack, .ownerNeedsCapacity): "the owner can still be without it"
    case (.stayHome, .ownerCanSpare): "the owner has more than it needs"
    case (.deletePods, _): "its pods may leave by themselves until then"
    case (.createMachine, .hostFree): "the host's other Machine has to be gone first"
    case (.deleteMachine, .gracePeriodActive): "the grace period runs until then"
    case (.deleteMachine, .scheduleActive): "its window is open until then"
    case (.reopen, _): "a shutdown that has begun is carried out"
    case (.createMachine, .machineCreated): "a Machine that is lost is not made again while Active"
    default: lowercased(String(reason.rule.meaning.dropLast()))
    }
  }

  private func lowercased(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}
