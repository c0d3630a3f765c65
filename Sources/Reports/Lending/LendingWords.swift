/// The words that readers of money and of promises use for what the store names.
package enum LendingWords {
  /// A cost driver in words; an unknown one keeps its name.
  package static func driver(_ name: String) -> String {
    switch name {
    case "owned.depreciation": "depreciation of machines"
    case "owned.energy.idle": "energy, idle machines"
    case "owned.energy.load": "energy, work on them"
    case "owned.energy.off": "energy, machines off"
    case "cloud.spot": "cloud, spot"
    case "cloud.on-demand": "cloud, on demand"
    default: name
    }
  }

  /// A part of the owner's capacity in words, how it is filled, and what it means.
  package static func part(_ name: String) -> (words: String, paint: Paint, meaning: String) {
    switch name {
    case "used": ("used", Paint(Palette.blue), "What the owner's pods use.")
    case "request-slack":
      ("request slack", Paint(Palette.sky, .dots), "Requested by the owner's pods and not used.")
    case "lent": ("lent", Paint(Palette.green), "Machines that serve the borrower.")
    case "moving":
      ("moving", Paint(Palette.green, .strokes), "Machines on their way to a cluster or back.")
    case "headroom":
      ("headroom", Paint(Palette.orange), "Kept free at any time, as regulation wants it.")
    case "reservation":
      ("reservation", Paint(Palette.orange, .strokes), "Kept for named purposes.")
    case "isolation":
      ("isolation", Paint(Palette.orange, .dots), "Free on machines that may serve nobody else.")
    case "fragmentation":
      ("fragmentation", Paint(Palette.purple), "Free in pieces, on machines that are in use.")
    case "lendable":
      ("lendable", Paint("#D9DDE2"), "Whole machines that are free and may be lent.")
    default: (name, Paint(Palette.purple, .dots), "")
    }
  }

  /// A source of the batch cluster's machines in words, and how it is filled.
  package static func source(_ name: String) -> (words: String, paint: Paint) {
    switch name {
    case "own": ("own machines", Paint(Palette.blue))
    case "lent": ("lent machines", Paint(Palette.green))
    case "spot": ("cloud, spot", Paint(Palette.orange, .strokes))
    case "on-demand": ("cloud, on demand", Paint(Palette.purple))
    default: (name, Paint(Palette.sky, .dots))
    }
  }

  /// A promise in words: its name, what it says, and what its worst case counts.
  package static func promise(
    _ name: String
  ) -> (words: String, meaning: String, worst: String) {
    switch name {
    case "preemption-window":
      (
        "announced preemption",
        "Capacity is taken back only in declared windows, and announced in time.", "short of notice"
      )
    case "residency":
      (
        "workload residency", "A pod on lent capacity keeps it for its guaranteed tenure.",
        "short of the tenure"
      )
    case "graceful-drain":
      (
        "graceful drain", "A pod has its whole grace period, and disruption budgets hold.",
        "of grace missing"
      )
    case "owner-first":
      (
        "owner first", "The owner's machine is Ready again when its own window opens.", "late"
      )
    case "recall":
      ("recall", "A machine that is called back is Ready again within the limit.", "late")
    case "emergency-reclaim":
      (
        "emergency reclaim",
        "A machine that is asked for at once is emptied within the limit, once a cause.", "late"
      )
    case "jurisdiction":
      ("jurisdiction", "A bound cluster has only machines that lie within its jurisdiction.", "")
    case "confidentiality":
      (
        "confidentiality",
        "Confidential work runs on proved machines only, and machines change tenant clean.", ""
      )
    default: (name, "", "")
    }
  }
}
