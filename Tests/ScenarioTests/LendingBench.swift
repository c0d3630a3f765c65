import Foundation
import Scenario

/// A folder with all the files that `lendingScenario` names.
struct LendingBench {
  let bench: Bench

  init() throws {
    bench = try Bench()
    try bench.write(lendingJobs, to: "jobs.csv")
    try bench.write(lendingDays, to: "days.csv")
    try bench.write(lendingPrices, to: "prices.csv")
  }

  /// What the check of a text reports, with the folder cut out.
  func problems(of text: String) throws -> [String] {
    ScenarioTests.problems(of: text, path: bench.folder + "/s.yaml")
  }

  /// The scenario, with one text replaced by another.
  func scenario(replacing old: String = "", with new: String = "") throws -> ScenarioFile {
    let text = old.isEmpty ? lendingScenario : lendingScenario.replacing(old, with: new)
    return try ScenarioFile.load(path: try bench.write(text, to: "s.yaml"))
  }
}

/// Two clusters, of which one lends: every block of the format in its smallest form.
let lendingScenario = """
  apiVersion: fivespot/v0
  name: lending
  horizon: {start: 2026-11-23T05:00:00Z, duration: 5d}
  timezone: America/New_York
  clusters:
    trading: {headroom: 10%, reservations: {disaster-recovery: 8}}
    batch: {}
  nodes:
    floor:
      cluster: trading
      machine: {cpu: 32, memory: 256Gi}
      count: 4
    exchange:
      {cluster: trading, isolated: true, machine: {cpu: 32, memory: 256Gi}, count: 2}
    spot:
      {cluster: batch, capacityType: spot, machine: {cpu: 16, memory: 104G}, count: 8}
  curves:
    market:
      timezone: America/New_York
      open: "07:00"
      close: "18:00"
      noise: 5%
      calendar:
        {format: exchange-days, file: days.csv, exchange: XNYS}
  services:
    routing:
      {cluster: trading, pool: exchange, usage: 10, pod: {cpu: 4, memory: 16Gi}}
    pricing:
      cluster: trading
      curve: market
      share: 60%
      pod: {cpu: 4, memory: 16Gi}
      maxUnavailable: 25%
  workload:
    batch:
      cluster: batch
      usage: 90%
      trace: {format: opendc-tasks, file: jobs.csv}
  lending:
    owner: trading
    borrower: batch
    scheduler: {profile: regulated, notice: 20m, spareHosts: 0}
    provider: remote-machine
    offers:
      floor:
        count: 3
        schedule:
          timezone: America/New_York
          windows:
            - {from: "mon 19:00", to: "tue 06:00"}
            - {from: "fri 19:00", to: "mon 06:00"}
          calendar:
            {format: exchange-days, file: days.csv, exchange: XNYS, earlyCloseMargin: 1h}
    recalls:
      - {at: 2026-11-24T07:00:00Z, within: 10m, until: 2026-11-24T12:00:00Z}
  interruptions:
    spot: {lifetime: 4h, notice: 30s}
  autoscaling:
    pools:
      spot: {refusal: 5%}
  promises: {tenure: 45m}
  prices:
    currency: USD
    energyPerKilowattHour: 0.13
    powerUsageEffectiveness: 1.58
    pools:
      floor:
        kind: owned
        purchase: 10000
        residual: 1000
        lifeYears: 5
        watts: {idle: 65.8, full: 367.1, off: 8}
      exchange:
        {kind: owned, purchase: 9999.99, lifeYears: 4, watts: {idle: 65.8, full: 367.1, off: 8}}
      spot:
        kind: recorded
        machineType: n1-highmem-16
        trace: {format: gce-prices, file: prices.csv}

  """

/// Two jobs on the Monday of `lendingScenario`.
private let lendingJobs = """
  id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity
  1,1795435200000,60000,16,33600.0,100000
  2,1795456800000,120000,16,33600.0,100000

  """

/// Thanksgiving, and the day after it.
private let lendingDays = """
  calendar,zone,date,kind,open_local,close_local
  XNYS,America/New_York,2026-11-26,holiday,,
  XNYS,America/New_York,2026-11-27,early-close,09:30,13:00

  """

private let lendingPrices = """
  machine_type,ondemand_usd_per_hour,preemptible_usd_per_hour
  n1-highmem-16,0.9472,0.2000
  c3d-highmem-16,0.97984,

  """
