extension WrongScenario {
  /// Wrong entries of clusters, services, lending, autoscaling and prices.
  static let ofFleets: [WrongScenario] = [
    WrongScenario(
      "cluster: trading\n    machine",
      "cluster: tradng\n    machine",
      "10:14: error: nodes.floor.cluster: there is no cluster \"tradng\" in clusters; "
        + "did you mean \"trading\"?"),
    WrongScenario(
      "    cluster: trading\n    machine",
      "    machine",
      "10:5: error: nodes.floor: which cluster the pool belongs to is open; give "
        + "cluster: one of batch, trading"),
    WrongScenario(
      "headroom: 10%",
      "headroom: 110%",
      "6:23: error: clusters.trading.headroom: \"110%\" is not a number of cores such as "
        + "340, or a part such as 10%: it is above 100%"),
    WrongScenario(
      "headroom: 10%",
      "headroom: 0.2",
      "6:23: error: clusters.trading.headroom: 0.2 is not a number of cores such as "
        + "340, or a part such as 10%: less than a core may be meant as a part of the whole; "
        + "write 200m or 20%"),
    WrongScenario(
      "headroom: 10%",
      "headroom: a tenth",
      "6:23: error: clusters.trading.headroom: \"a tenth\" is not a number of cores such "
        + "as 340, or a part such as 10%"),
    WrongScenario(
      "capacityType: spot",
      "capacityType: preemptible",
      "16:36: error: nodes.spot.capacityType: \"preemptible\" is not one of owned, "
        + "on-demand, spot"),
    WrongScenario(
      "open: \"07:00\"",
      "open: 7",
      "20:11: error: curves.market.open: 7 is not a time of day such as \"07:30\"; write "
        + "\"07:00\""),
    WrongScenario(
      "open: \"07:00\"",
      "open: \"7am\"",
      "20:11: error: curves.market.open: \"7am\" is not a time of day such as \"07:30\"; "
        + "write two digits of hours, a colon, two digits of minutes"),
    WrongScenario(
      "open: \"07:00\"",
      "open: \"19:00\"",
      "21:12: error: curves.market.close: the close, 18:00, is not after the opening, "
        + "19:00; a curve opens and closes on one day; turn it around by exchanging inside "
        + "and outside"),
    WrongScenario(
      "noise: 5%",
      "noise: 0.05",
      "22:12: error: curves.market.noise: 0.05 is not a percentage from 0% to 99.9%: it "
        + "has no sign; write 5%"),
    WrongScenario(
      "noise: 5%",
      "inside: 170%",
      "22:13: error: curves.market.inside: \"170%\" is not a percentage from 0% to 100%"),
    WrongScenario(
      "noise: 5%",
      "step: 100ms",
      "22:11: error: curves.market.step: \"100ms\" is not a duration such as 5m or 1m: "
        + "it has to be at least 1s"),
    WrongScenario(
      "noise: 5%",
      "ramp: 25h",
      "22:11: error: curves.market.ramp: a ramp of 1d1h is longer than a day; give at "
        + "most 24h"),
    WrongScenario(
      "curve: market",
      "curve: markt",
      "30:12: error: services.pricing.curve: there is no curve \"markt\" in curves; did "
        + "you mean \"market\"?"),
    WrongScenario(
      "curve: market",
      "curve: market\n    usage: 12",
      "31:5: error: services.pricing.usage: curve (line 30) and usage exclude each "
        + "other; keep one of them"),
    WrongScenario(
      "    cluster: trading\n    curve",
      "    cluster: batch\n    curve",
      "29:14: error: services.pricing.cluster: the service would run in a cluster of jobs, "
        + "batch; services and jobs share no cluster; give it another one"),
    WrongScenario(
      "pool: exchange",
      "pool: spot",
      "27:30: error: services.routing.pool: the pool spot belongs to the cluster batch, "
        + "the service to trading; trading has: exchange, floor"),
    WrongScenario(
      "maxUnavailable: 25%",
      "maxUnavailable: 1",
      "33:21: error: services.pricing.maxUnavailable: 1 is not a percentage from 0% to "
        + "100%: it has no sign; write 1%"),
    WrongScenario(
      "maxUnavailable: 25%",
      "maxUnavailable: 12.5%",
      "33:21: error: services.pricing.maxUnavailable: \"12.5%\" is not a percentage from "
        + "0% to 100%: it has to be a whole number of per cent"),
    WrongScenario(
      "maxUnavailable: 25%",
      "minReplicas: 5\n    maxReplicas: 3",
      "34:18: error: services.pricing.maxReplicas: at most 3 pods are fewer than at "
        + "least 5; give maxReplicas of 5 or more"),
    WrongScenario(
      "share: 60%",
      "share: 160%",
      "31:12: error: services.pricing.share: \"160%\" is not a percentage from 0% to 100%"),
    WrongScenario(
      "usage: 90%",
      "usage: 0.9",
      "37:12: error: workload.batch.usage: 0.9 is not a percentage from 0.1% to 100%: it "
        + "has no sign; write 90%"),
    WrongScenario(
      "owner: trading",
      "owner: batch",
      "41:13: error: lending.borrower: the cluster batch cannot lend to itself; name "
        + "another one"),
    WrongScenario(
      "borrower: batch",
      "borrower: bach",
      "41:13: error: lending.borrower: there is no cluster \"bach\" in clusters; did you "
        + "mean \"batch\"?"),
    WrongScenario(
      "profile: regulated",
      "profile: upstream",
      "42:24: error: lending.scheduler.profile: \"upstream\" is not one of none, "
        + "upstream-0.1, upstream-0.3, regulated"),
    WrongScenario(
      "notice: 20m",
      "usage: {lendBelow: 80%, recallAbove: 60%}",
      "42:54: error: lending.scheduler.usage.lendBelow: lendBelow is above recallAbove, so what "
        + "is lent would be called back at once; let lendBelow be the lower one: a load between "
        + "the two moves nothing"),
    WrongScenario(
      "notice: 20m",
      "notise: 20m",
      "42:35: error: lending.scheduler.notise: unknown key \"notise\" of \"regulated\"; "
        + "did you mean \"notice\"?"),
    WrongScenario(
      "scheduler: {profile: regulated, notice: 20m, spareHosts: 0}",
      "scheduler: upstream-0.3",
      "46:7: error: lending.offers.floor: 5-Spot needs a second object that takes the "
        + "machine back; give ownerSchedule: the days and hours of the owner",
      "50:11: error: lending.offers.floor.schedule.windows: 5-Spot has no windows: its "
        + "schedule is daysOfWeek times hoursOfDay; write daysOfWeek and hoursOfDay, or take "
        + "the regulated scheduler"),
    WrongScenario(
      "scheduler: {profile: regulated, notice: 20m, spareHosts: 0}",
      "scheduler: {profile: upstream-0.1, nodeDrainTimeout: 10m}",
      "46:7: error: lending.offers.floor: 5-Spot needs a second object that takes the "
        + "machine back; give ownerSchedule: the days and hours of the owner",
      "50:11: error: lending.offers.floor.schedule.windows: 5-Spot has no windows: its "
        + "schedule is daysOfWeek times hoursOfDay; write daysOfWeek and hoursOfDay, or take "
        + "the regulated scheduler"),
    WrongScenario(
      "provider: remote-machine",
      "provider: metal",
      "43:13: error: lending.provider: \"metal\" is not one of remote-machine, metal3, "
        + "or a mapping with kind; did you mean \"metal3\"?"),
    WrongScenario(
      "    floor:\n      count: 3",
      "    exchange:\n      count: 2",
      "45:5: error: lending.offers.exchange: the pool exchange is isolated: its machines "
        + "never serve another cluster; offer another pool, or set nodes.exchange.isolated "
        + "to false"),
    WrongScenario(
      "    floor:\n      count: 3",
      "    spot:\n      count: 2",
      "45:5: error: lending.offers.spot: the machines of the pool spot are spot: only "
        + "owned ones are lent; a rented machine that is idle is given back, not lent"),
    WrongScenario(
      "\"mon 19:00\"",
      "\"mon 19\"",
      "50:20: error: lending.offers.floor.schedule.windows[0].from: \"mon 19\" is not a "
        + "time of the week such as \"fri 18:00\"; write mon to sun, a space, and a time as "
        + "in 18:00"),
    WrongScenario(
      "\"mon 19:00\"",
      "\"monday 19:00\"",
      "50:20: error: lending.offers.floor.schedule.windows[0].from: \"monday 19:00\" is "
        + "not a time of the week such as \"fri 18:00\"; write mon to sun, a space, and a "
        + "time as in 18:00"),
    WrongScenario(
      "to: \"tue 06:00\"",
      "to: \"mon 19:00\"",
      "50:37: warning: lending.offers.floor.schedule.windows[0].to: a window from mon "
        + "19:00 to itself never closes; give another end, unless the machine is to be lent "
        + "always"),
    WrongScenario(
      "windows:",
      "hoursOfDay: [19-23]\n        windows:",
      "50:9: error: lending.offers.floor.schedule.windows: hoursOfDay (line 49) and "
        + "windows exclude each other; keep one of them"),
    WrongScenario(
      "        windows:\n          - {from: \"mon 19:00\", to: \"tue 06:00\"}\n"
        + "          - {from: \"fri 19:00\", to: \"mon 06:00\"}\n",
      "        hoursOfDay: [19-24]\n",
      "48:9: error: lending.offers.floor.schedule: hoursOfDay without daysOfWeek is "
        + "never on; give daysOfWeek, for instance [mon-sun]",
      "49:22: error: lending.offers.floor.schedule.hoursOfDay[0]: \"19-24\" is not an "
        + "hour or a range of hours such as 19-23: \"24\" is beyond the hours of a day, "
        + "which are 0 to 23",
      "51:11: error: lending.offers.floor.schedule.calendar: 5-Spot's days and hours "
        + "know no exchange calendar; write windows instead, or calendar: null"),
    WrongScenario(
      "        windows:\n          - {from: \"mon 19:00\", to: \"tue 06:00\"}\n"
        + "          - {from: \"fri 19:00\", to: \"mon 06:00\"}\n",
      "        hoursOfDay: [19-23]\n",
      "48:9: error: lending.offers.floor.schedule: hoursOfDay without daysOfWeek is "
        + "never on; give daysOfWeek, for instance [mon-sun]",
      "51:11: error: lending.offers.floor.schedule.calendar: 5-Spot's days and hours "
        + "know no exchange calendar; write windows instead, or calendar: null"),
    WrongScenario(
      "schedule:\n        timezone: America/New_York",
      "schedule:\n        timezone: New York",
      "48:19: error: lending.offers.floor.schedule.timezone: there is no time zone \"New "
        + "York\" in the rules (2025b); give an IANA name such as Europe/Amsterdam"),
    WrongScenario(
      "until: 2026-11-24T12:00:00Z",
      "until: 2026-11-24T06:00:00Z",
      "55:54: error: lending.recalls[0].until: until, 2026-11-24T06:00:00Z, is not after "
        + "the order at 2026-11-24T07:00:00Z; give the instant at which machines may be lent "
        + "again"),
    WrongScenario(
      "until: 2026-11-24T12:00:00Z}",
      "until: 2026-11-24T12:00:00Z, machines: 4}",
      "55:86: warning: lending.recalls[0].machines: 4 machines are called back, and 3 on offer; "
        + "leave machines out to call all of them back"),
    WrongScenario(
      "at: 2026-11-24T07:00:00Z",
      "at: 2026-12-24T07:00:00Z",
      "55:12: warning: lending.recalls[0].at: the order is given outside the horizon; "
        + "the horizon is 2026-11-23T05:00:00Z to 2026-11-28T05:00:00Z",
      "55:54: error: lending.recalls[0].until: until, 2026-11-24T12:00:00Z, is not after "
        + "the order at 2026-12-24T07:00:00Z; give the instant at which machines may be lent "
        + "again"),
    WrongScenario(
      "spot: {refusal: 5%}",
      "floor: {refusal: 5%}",
      "60:5: error: autoscaling.pools.floor: the machines of the pool floor are owned: "
        + "only on-demand and spot ones are bought; set nodes.floor.capacityType to "
        + "on-demand or spot"),
    WrongScenario(
      "spot: {refusal: 5%}",
      "spto: {refusal: 5%}",
      "60:5: error: autoscaling.pools.spto: there is no pool \"spto\" in nodes; did you "
        + "mean \"spot\"?"),
    WrongScenario(
      "currency: USD",
      "currency: $",
      "63:13: error: prices.currency: \"$\" is not a currency such as USD; write the "
        + "three capital letters of ISO 4217"),
    WrongScenario(
      "currency: USD",
      "currency: EUR",
      "63:13: error: prices.currency: recorded prices are in USD, and the prices are in "
        + "EUR; write currency: USD, or give kind: rented with amounts in EUR"),
    WrongScenario(
      "Hour: 0.13",
      "Hour: 13 cents",
      "64:26: error: prices.energyPerKilowattHour: \"13 cents\" is not an amount of "
        + "money such as 0.9472; write digits and a point only; the currency stands in prices"),
    WrongScenario(
      "Effectiveness: 1.58",
      "Effectiveness: 158%",
      "65:28: error: prices.powerUsageEffectiveness: \"158%\" is not a number from 1 to "
        + "10 such as 1.4; write a number without unit"),
    WrongScenario(
      "purchase: 10000",
      "purchase: 10,000",
      "69:17: error: prices.pools.floor.purchase: \"10,000\" is not an amount of money "
        + "such as 0.9472; write digits and a point only; the currency stands in prices"),
    WrongScenario(
      "residual: 1000",
      "residual: 20000",
      "70:17: error: prices.pools.floor.residual: the residual value, 20000, is above "
        + "the purchase, 10000; a machine is worth less at the end of its life"),
    WrongScenario(
      "watts: {idle: 65.8, full: 367.1, off: 8}\n    exch",
      "watts: {idle: 367.1, full: 65.8, off: 8}\n    exch",
      "72:34: error: prices.pools.floor.watts.full: the power under full load is below "
        + "that of an idle machine; are idle and full swapped?"),
    WrongScenario(
      "    machine: {cpu: 32, memory: 256Gi}\n    count",
      "    capacityType: on-demand\n    machine: {cpu: 32, memory: 256Gi}\n    count",
      "46:5: error: lending.offers.floor: the machines of the pool floor are on-demand: "
        + "only owned ones are lent; a rented machine that is idle is given back, not lent",
      "68:5: error: prices.pools.floor: the price is of the kind owned, and machines of "
        + "floor are on-demand; give kind: rented or recorded, or set "
        + "nodes.floor.capacityType"),
    WrongScenario(
      "    spot:\n      kind: recorded\n",
      "    floor2:\n      kind: recorded\n",
      "67:5: warning: prices.pools: the pools without a price are left out of all costs: "
        + "spot; give each a price",
      "75:5: error: prices.pools.floor2: there is no pool \"floor2\" in nodes; did you "
        + "mean \"floor\"?"),
    WrongScenario(
      "file: prices.csv",
      "file: price.csv",
      "78:41: error: prices.pools.spot.trace.file: the file \"price.csv\" cannot be "
        + "read: No such file or directory; paths start from the folder of the scenario; "
        + "this one is FOLDER/price.csv"),
    WrongScenario(
      "interruptions:\n",
      "interruptions:\n  floor: {lifetime: 4h}\n",
      "45:5: error: lending.offers.floor: the pool floor is lent and has interruptions "
        + "as well; remove interruptions.floor: an owned machine is taken back by its "
        + "schedule"),
  ]
}
