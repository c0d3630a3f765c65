/// Wrong borrowers, jurisdictions, confidential terms and orders of the owner, each a change of
/// `lendingScenario`.
extension WrongScenario {
  static let ofBorrowers = [
    WrongScenario(
      "borrower: batch",
      "borrowers: [batch, bach, batch, trading]",
      "41:22: error: lending.borrowers[1]: there is no cluster \"bach\" in clusters; did you "
        + "mean \"batch\"?",
      "41:28: error: lending.borrowers[2]: the cluster batch borrows twice; name each borrower "
        + "once",
      "41:35: error: lending.borrowers[3]: the cluster trading cannot lend to itself; name "
        + "another one"),
    WrongScenario(
      "borrower: batch",
      "borrower: batch\n  borrowers: [batch]",
      "42:3: error: lending.borrowers: borrower (line 41) and borrowers exclude each other; "
        + "keep one of them"),
    WrongScenario(
      "borrower: batch",
      "borrowers: []",
      "41:14: error: lending.borrowers: a list of 0, and at least 1 borrower is needed"),
    WrongScenario(
      "cluster: batch\n    usage",
      "cluster: trading\n    usage",
      "27:15: error: services.routing.cluster: the service would run in a cluster of jobs, "
        + "trading; services and jobs share no cluster; give it another one",
      "29:14: error: services.pricing.cluster: the service would run in a cluster of jobs, "
        + "trading; services and jobs share no cluster; give it another one",
      "40:10: error: lending.owner: the cluster trading runs jobs, and clusters of jobs lend no "
        + "machines; name the cluster of the services, or move the jobs with "
        + "workload.<source>.cluster",
      "41:13: error: lending.borrower: machines are lent to clusters with jobs, and batch has "
        + "none; write trading, or move jobs with workload.<source>.cluster",
      "60:5: error: autoscaling.pools.spot: the pool spot belongs to batch, and jobs run in "
        + "trading; machines are bought for jobs: set nodes.spot.cluster to trading"),
    WrongScenario(
      "batch: {}\n",
      "batch: {priority: 256, weight: 0, labels: {\"not a key\": x}, hostSelector: {}}\n",
      "7:21: error: clusters.batch.priority: 256 is not a whole number from 0 to 255",
      "7:34: error: clusters.batch.weight: 0 is not a whole number from 1 to 1000000",
      "7:46: error: clusters.batch.labels.not a key: \"not a key\" is not a label such as "
        + "topology.kubernetes.io/region; write a name of letters, digits, - _ and ., after a "
        + "prefix and a slash if need be"),
    WrongScenario(
      "spareHosts: 0}",
      "spareHosts: 0,\n    drainClasses: [{name: a, namespaces: [nosuch]}, {name: b}, {name: c}]}",
      "43:27: warning: lending.scheduler.drainClasses[0].name: no job belongs to the class \"a\", so "
        + "it changes nothing; let it name a namespace, labels or a priority that "
        + "workload.<source> has",
      "43:71: warning: lending.scheduler.drainClasses[2].name: no job belongs to the class \"c\", so "
        + "it changes nothing; let it name a namespace, labels or a priority that "
        + "workload.<source> has"),
    WrongScenario(
      "spareHosts: 0}",
      "spareHosts: 0,\n    drainClasses: [{name: a, escalation: delete}, {name: a}]}",
      "43:42: error: lending.scheduler.drainClasses[0].escalation: delete gives pods their grace "
        + "after the deadline, and the way home counts it; say with graceCap how much it is at "
        + "most, or write force",
      "43:58: error: lending.scheduler.drainClasses[1].name: there are two classes of the name "
        + "\"a\"; give each a name of its own"),
    WrongScenario(
      "batch: {}\n",
      "batch: {hostSelector: {matchLabels: {topology.kubernetes.io/region: us-east-1}}}\n",
      "7:25: warning: clusters.batch.hostSelector: no pool on offer has these labels, so nothing "
        + "is lent to batch; give a pool of lending.offers labels in nodes.<pool>.labels"),
    WrongScenario(
      "batch: {}\n",
      "batch:\n    hostSelector: {matchExpressions: [{key: region, operator: In}]}\n",
      "8:39: error: clusters.batch.hostSelector.matchExpressions[0]: region: In with 0 values; "
        + "In and NotIn take one or more, Gt and Lt one, Exists and DoesNotExist none"),
    WrongScenario(
      "{headroom: 10%,",
      "{borrowerSelector: {matchExpressions: [{key: region, operator: Exists}]}, headroom: 10%,",
      "6:31: warning: clusters.trading.borrowerSelector: no borrower has these labels, so "
        + "trading lends nothing; give a cluster of lending.borrowers labels in "
        + "clusters.<cluster>.labels"),
    WrongScenario(
      "usage: 90%",
      "split: {parts: 2, take: [1, 3, 1]}",
      "37:33: error: workload.batch.split.take[1]: there is no part 3 of 2; parts are counted "
        + "from 1",
      "37:36: error: workload.batch.split.take[2]: part 1 is taken twice; name each part once"),
    WrongScenario(
      "until: 2026-11-24T12:00:00Z",
      "until: 2026-11-24T12:00:00Z, machines: 0",
      "55:86: error: lending.recalls[0].machines: 0 is not a whole number from 1 to 1000000"),
    WrongScenario(
      "  recalls:\n",
      "  reclaims:\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: kill, pool: floor}\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: kill-switch}\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: kill-switch, pool: exchange}\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: kill-switch, pool: floor, within: 0s}\n"
        + "  recalls:\n",
      "55:41: error: lending.reclaims[0].cause: \"kill\" is not one of process-match, kill-switch; did "
        + "you mean \"kill-switch\"?",
      "56:7: error: lending.reclaims[1]: one of pool, machines is missing",
      "57:60: error: lending.reclaims[2].pool: the pool exchange is not on offer; name one of "
        + "lending.offers: floor",
      "58:75: error: lending.reclaims[3].within: \"0s\" is not a duration such as 30s or 90m: it "
        + "has to be longer than 0s"),
    WrongScenario(
      "  recalls:\n",
      "  reclaims:\n"
        + "    - {at: 2026-12-24T06:00:00Z, cause: process-match, pool: flor}\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: kill-switch, pool: floor, "
        + "until: 2026-11-24T05:00:00Z}\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: process-match, pool: floor, "
        + "until: 2026-11-24T07:00:00Z}\n"
        + "  recalls:\n",
      "55:12: warning: lending.reclaims[0].at: the order is given outside the horizon; the horizon "
        + "is 2026-11-23T05:00:00Z to 2026-11-28T05:00:00Z",
      "55:62: error: lending.reclaims[0].pool: there is no pool \"flor\" in nodes; did you mean "
        + "\"floor\"?",
      "56:74: error: lending.reclaims[1].until: until, 2026-11-24T05:00:00Z, is not after the order "
        + "at 2026-11-24T06:00:00Z; give the instant at which the kill switch is released",
      "57:76: warning: lending.reclaims[2].until: a program that was seen is no switch: nothing of "
        + "it is released; leave until out; lending.scheduler.reclaimHold says how long machines "
        + "stay home"),
    WrongScenario(
      "batch: {}\n",
      "batch: {confidential: {runtimeHandlers: [kata-clh], maximumAttestationAge: 1h}}\n",
      "7:44: error: clusters.batch.confidential.runtimeHandlers[0]: the runtime class "
        + "\"kata-clh\" is not a confidential one; confidential ones are kata-qemu-snp, "
        + "kata-qemu-tdx and kata-qemu-se"),
    WrongScenario(
      "batch: {}\n",
      "batch: {confidential: {runtimeHandlers: [kata-qemu-tdx], maximumAttestationAge: 1h}}\n",
      "7:25: warning: clusters.batch.confidential: no pool on offer has such an environment, so "
        + "nothing is lent to batch; give a pool of lending.offers its "
        + "nodes.<pool>.trustedExecution"),
    WrongScenario(
      "    count: 4\n",
      "    count: 4\n    trustedExecution: {technology: sgx, keys: 0}\n",
      "13:36: error: nodes.floor.trustedExecution.technology: \"sgx\" is not one of sev-snp, tdx, "
        + "se; did you mean \"tdx\"?",
      "13:47: error: nodes.floor.trustedExecution.keys: 0 is not a whole number from 1 to 1000000"),
    WrongScenario(
      "provider: remote-machine",
      "provider: remote-machine\n  sanitisation: {distribution: uniform, low: 5m, high: 1m}",
      "44:56: error: lending.sanitisation.high: high (1m) is not above low (5m)"),
  ]
}
