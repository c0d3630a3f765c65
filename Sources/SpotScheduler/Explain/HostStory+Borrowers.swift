import KubernetesModel
import Units

/// The figures of the rules that speak of borrowers and of what they ask of a host.
extension HostStory {
  private typealias Amount = Explanation.Amount

  /// What the borrower has, and who has the host when it is another one.
  var borrowing: [Explanation.Amount] {
    let shares = accounts.closing.borrowers
    let borrower = snapshot.clusters[Int(loan.cluster.index)]
    var amounts = [
      Amount("borrowed", .cpu(MilliCPU(clamping: shares.lent(to: loan.cluster)))),
      Amount("onTheWay", .cpu(MilliCPU(clamping: shares.onTheWay(to: loan.cluster)))),
      Amount("pending", .cpu(borrower.pending)), Amount("floor", .cpu(borrower.floor)),
      Amount("weight", .count(borrower.weight)),
    ]
    let current = book.current(host)
    if current.id != loan.id, current.commitment != .home {
      let cluster = current.cluster
      amounts.append(Amount("lentTo", .text(snapshot.clusters[Int(cluster.index)].name)))
      amounts.append(
        Amount("borrowedThere", .cpu(MilliCPU(clamping: shares.lent(to: cluster)))))
    }
    if let idleSince = loan.status.idleSince {
      amounts.append(Amount("idleSince", .instant(idleSince)))
    }
    return amounts
  }

  /// What the host is and has, where terms of the borrower read it.
  var hostTerms: [Explanation.Amount] {
    let known = snapshot.hosts[Int(host.id.index)]
    var amounts = [
      Amount(
        "hostLabels",
        .text(known.labels.pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ",")))
    ]
    guard let terms = snapshot.clusters[Int(loan.cluster.index)].confidential else {
      return amounts
    }
    amounts.append(Amount("keysNeeded", .count(terms.keys)))
    amounts.append(Amount("maximumAttestationAge", .span(terms.maximumAttestationAge)))
    guard let environment = known.trustedExecution else { return amounts }
    amounts.append(Amount("technology", .text(environment.technology.rawValue)))
    amounts.append(Amount("keys", .count(environment.keys)))
    amounts.append(Amount("attestation", .text(environment.attestation.rawValue)))
    if environment.attestation == .verified {
      amounts.append(Amount("verifiedAt", .instant(environment.verifiedAt)))
    }
    return amounts
  }

  /// The requests of the host's owner.
  var reclaim: [Explanation.Amount] {
    var amounts = [Amount("requests", .count(loan.status.reclaims))]
    if let heldUntil = loan.status.heldUntil {
      amounts.append(Amount("heldUntil", .instant(heldUntil)))
    }
    return amounts
  }
}
