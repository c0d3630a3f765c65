/// A small scenario to begin with: it needs no other file, and runs in a moment.
package enum StarterScenario {
  /// Its text.
  package static let text = """
    # yaml-language-server: $schema=scenario.schema.json
    #
    # Twelve machines of a trading cluster, lent at night to a batch cluster, which else buys from a cloud.
    #
    #   fivespot validate FILE
    #   fivespot run FILE
    #   fivespot compare latest/dedicated latest/regulated
    #
    # Change a number and run it again. Every entry is explained in docs/scenario.md; the ideas are in
    # docs/lending.md. A scenario of your own fleet: fivespot init --from-snapshot SNAPSHOT.
    apiVersion: fivespot/v0
    name: starter
    # A week from Monday 1 June 2026, 00:00 in London.
    horizon: {start: 2026-05-31T23:00:00Z, duration: 7d}
    seed: 1
    timezone: Europe/London
    clusters:
      # A tenth of what it owns stays free, whatever the load.
      trading: {headroom: 10%}
      batch: {}
    nodes:
      floor: {cluster: trading, machine: {cpu: 32, memory: 256Gi}, count: 12}
      # Bought when jobs wait, and given back when idle.
      cloud: {cluster: batch, capacityType: on-demand, machine: {cpu: 16, memory: 64Gi}, count: 20}
    autoscaling: {pools: {cloud: {}}}
    # 70 % of the cluster by day, 10 % at night.
    curves:
      market: {timezone: Europe/London, open: "07:00", close: "18:00", inside: 70%, outside: 10%}
    services:
      pricing: {cluster: trading, curve: market, pod: {cpu: 4, memory: 16Gi}}
    # Forty jobs of 4 cores every hour, day and night.
    workload:
      batch:
        cluster: batch
        jobs: {cpu: 4, memory: 16Gi, work: 50m, count: 40, every: 1h}
    lending:
      owner: trading
      borrower: batch
      scheduler: {profile: regulated, notice: 15m, tenure: 30m}
      offers:
        floor:
          schedule:
            timezone: Europe/London
            windows:
              - {from: "mon 19:00", to: "tue 06:00"}
              - {from: "tue 19:00", to: "wed 06:00"}
              - {from: "wed 19:00", to: "thu 06:00"}
              - {from: "thu 19:00", to: "fri 06:00"}
              - {from: "fri 19:00", to: "mon 06:00"}
    # What every variant is held against: fivespot query latest "SELECT * FROM promises".
    promises: {notice: 15m, tenure: 30m}
    prices:
      currency: GBP
      energyPerKilowattHour: 0.22
      pools:
        cloud: {kind: rented, perHour: 0.70}
        floor: {kind: owned, purchase: 9000, lifeYears: 5, watts: {idle: 100, full: 400, off: 8}}
    variants:
      dedicated:
        description: No machine is lent.
        set: {lending: {scheduler: none}}
      regulated:
        description: The regulated scheduler lends nights and the weekend.

    """
}
