import SimulationKernel
import Testing
import Units

@Suite(
  "Queues against their closed forms",
  .enabled(if: isRelease, "long replications: run with -c release"))
struct QueueingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var servers: Int
    var arrivalRate: Double
    /// Customers of one replication, chosen for a half-width below 2 %.
    var customers: Int

    var testDescription: String { "\(servers) servers, arrival rate \(arrivalRate)" }
  }

  @Test(
    "M/M/c: the mean wait",
    arguments: [
      Case(servers: 1, arrivalRate: 0.8, customers: 160_000),
      Case(servers: 1, arrivalRate: 0.95, customers: 1_600_000),
      Case(servers: 2, arrivalRate: 1.6, customers: 160_000),
      Case(servers: 4, arrivalRate: 3.2, customers: 160_000),
      Case(servers: 5, arrivalRate: 4.5, customers: 520_000),
      Case(servers: 10, arrivalRate: 8, customers: 240_000),
      Case(servers: 10, arrivalRate: 9, customers: 600_000),
      Case(servers: 20, arrivalRate: 18, customers: 1_400_000),
      Case(servers: 50, arrivalRate: 45, customers: 2_500_000),
      Case(servers: 100, arrivalRate: 95, customers: 5_000_000),
    ])
  func waits(testCase: Case) throws {
    try expectMeanWait(testCase)
  }

  // With so many servers a wait is rare: 2 % of it takes 0.6 and 1.5 thousand million customers.
  @Test(
    "M/M/c with very many servers: the mean wait",
    .enabled(if: hasMinutes, "minutes of replications: set FIVESPOT_LONG_TESTS=1"),
    arguments: [
      Case(servers: 500, arrivalRate: 480, customers: 19_000_000),
      Case(servers: 1_000, arrivalRate: 950, customers: 48_000_000),
    ])
  func rareWaits(testCase: Case) throws {
    try expectMeanWait(testCase)
  }

  private func expectMeanWait(_ testCase: Case) throws {
    let station = ServiceStation(
      servers: testCase.servers, arrivalRate: testCase.arrivalRate,
      service: try .exponential(mean: 1))
    let outcomes = try replicationSeeds.map {
      try station.run(seed: $0, customers: testCase.customers, warmUp: testCase.customers / 40)
    }
    let wait = ClosedForm.meanWait(servers: testCase.servers, arrivalRate: testCase.arrivalRate)
    try expectAgreement(outcomes.map(\.meanWait), with: wait, "wait")
    try expectAgreement(
      outcomes.map(\.meanNumber), with: testCase.arrivalRate * (wait + 1), "number")
  }

  @Test(
    "M/M/c with many servers: the mean number in the station",
    arguments: [
      Case(servers: 100, arrivalRate: 95, customers: 300_000),
      Case(servers: 500, arrivalRate: 480, customers: 300_000),
      Case(servers: 1_000, arrivalRate: 950, customers: 300_000),
    ])
  func numbers(testCase: Case) throws {
    let station = ServiceStation(
      servers: testCase.servers, arrivalRate: testCase.arrivalRate,
      service: try .exponential(mean: 1))
    let outcomes = try replicationSeeds.map {
      try station.run(seed: $0, customers: testCase.customers, warmUp: testCase.customers / 10)
    }
    let wait = ClosedForm.meanWait(servers: testCase.servers, arrivalRate: testCase.arrivalRate)
    try expectAgreement(
      outcomes.map(\.meanNumber), with: testCase.arrivalRate * (wait + 1), "number")
  }

  struct LimitedCase: Sendable, CustomTestStringConvertible {
    var servers: Int
    var capacity: Int
    var arrivalRate: Double
    var blocking: Double
    var number: Double
    var wait: Double
    var customers: Int

    var testDescription: String {
      "\(servers) servers, room for \(capacity), arrival rate \(arrivalRate)"
    }
  }

  @Test(
    "M/M/c/K: blocking, number and wait",
    arguments: [
      LimitedCase(
        servers: 1, capacity: 10, arrivalRate: 0.9, blocking: 0.050813731, number: 3.969440599,
        wait: 3.646600672, customers: 160_000),
      LimitedCase(
        servers: 1, capacity: 10, arrivalRate: 1.2, blocking: 0.192586495, number: 6.710708678,
        wait: 5.926137844, customers: 80_000),
      LimitedCase(
        servers: 4, capacity: 10, arrivalRate: 3.2, blocking: 0.035740722, number: 4.239838625,
        wait: 0.374059448, customers: 160_000),
      LimitedCase(
        servers: 10, capacity: 20, arrivalRate: 9, blocking: 0.029510062, number: 11.039661066,
        wait: 0.263927588, customers: 300_000),
      LimitedCase(
        servers: 10, capacity: 20, arrivalRate: 12, blocking: 0.179665916, number: 16.104497935,
        wait: 0.635969442, customers: 80_000),
    ])
  func limited(testCase: LimitedCase) throws {
    let station = ServiceStation(
      servers: testCase.servers, capacity: testCase.capacity, arrivalRate: testCase.arrivalRate,
      service: try .exponential(mean: 1))
    let outcomes = try replicationSeeds.map {
      try station.run(seed: $0, customers: testCase.customers, warmUp: testCase.customers / 40)
    }
    try expectAgreement(
      outcomes.map(\.blockingProbability), with: testCase.blocking, "blocking")
    try expectAgreement(outcomes.map(\.meanNumber), with: testCase.number, "number")
    try expectAgreement(outcomes.map(\.meanWait), with: testCase.wait, "wait")
  }

  struct ServiceLaw: Sendable, CustomTestStringConvertible {
    var name: String
    var law: Distribution
    var secondMoment: Double
    var customers: Int

    var testDescription: String { name }

    /// Laws with mean 1 (but for the Pareto law, whose cap takes a little), from steady to wild.
    static func all() throws -> [ServiceLaw] {
      // Two phases with balanced means and a squared coefficient of variation of 4.
      let p = (1 + (3.0 / 5).squareRoot()) / 2
      let hyper = try Distribution.hyperExponential(
        weights: [p, 1 - p], means: [1 / (2 * p), 1 / (2 * (1 - p))])
      let pareto = try Distribution.boundedPareto(shape: 2.5, low: 0.6, high: 60)
      // E[X²] = α / (α − 2) · l² (1 − r^(α−2)) / (1 − r^α) with r = l / h = 1 / 100.
      let paretoSquare = 5 * 0.36 * (1 - 0.1) / (1 - 1e-5)
      return [
        ServiceLaw(
          name: "deterministic", law: try .constant(1), secondMoment: 1, customers: 100_000),
        ServiceLaw(
          name: "Erlang-2", law: try .gamma(shape: 2, scale: 0.5), secondMoment: 1.5,
          customers: 160_000),
        ServiceLaw(
          name: "exponential", law: try .exponential(mean: 1), secondMoment: 2,
          customers: 160_000),
        ServiceLaw(
          name: "bounded Pareto", law: pareto, secondMoment: paretoSquare, customers: 1_200_000),
        ServiceLaw(
          name: "hyper-exponential, cv² 4", law: hyper, secondMoment: 5, customers: 900_000),
      ]
    }
  }

  @Test("M/G/1: the mean wait of Pollaczek and Khinchine", arguments: try ServiceLaw.all())
  func pollaczekKhinchine(service: ServiceLaw) throws {
    let station = ServiceStation(servers: 1, arrivalRate: 0.8, service: service.law)
    let waits = try replicationSeeds.map {
      try station.run(seed: $0, customers: service.customers, warmUp: service.customers / 40)
        .meanWait
    }
    let expected = ClosedForm.meanWait(
      arrivalRate: 0.8, meanService: try #require(service.law.mean),
      secondMoment: service.secondMoment)
    try expectAgreement(waits, with: expected, service.name)
  }

  @Test("M/G/c/c: blocking is Erlang's whatever the service law", arguments: try ServiceLaw.all())
  func insensitivity(service: ServiceLaw) throws {
    let station = ServiceStation(
      servers: 20, capacity: 20, arrivalRate: 18, service: service.law)
    let blocking = try replicationSeeds.map {
      try station.run(seed: $0, customers: 150_000, warmUp: 5_000).blockingProbability
    }
    let load = 18 * (try #require(service.law.mean))
    try expectAgreement(
      blocking, with: ClosedForm.erlangB(servers: 20, load: load), service.name)
  }
}

@Suite("Queues on the sample path")
struct SamplePathTests {
  @Test(
    "Little's law holds to the nanosecond on each run that ends empty",
    arguments: 1...8 as ClosedRange<UInt64>)
  func little(seed: UInt64) throws {
    let station = ServiceStation(
      servers: 3, capacity: 12, arrivalRate: 2.7, service: try .weibull(shape: 0.7, scale: 0.8))
    let outcome = try station.run(seed: seed, customers: 2_000, warmUp: 1)
    #expect(outcome.numberIntegral == outcome.sumOfStays, "seed \(seed)")
  }

  @Test("the closed forms give the published values")
  func closedForms() {
    #expect(abs(ClosedForm.erlangB(servers: 20, load: 18) - 0.109212846) < 1e-9)
    #expect(abs(ClosedForm.meanWait(servers: 10, arrivalRate: 8) - 0.204590075) < 1e-9)
    #expect(abs(ClosedForm.meanWait(servers: 1_000, arrivalRate: 950) - 0.001365068) < 1e-9)
    let pareto = ClosedForm.meanWait(arrivalRate: 0.8, meanService: 1, secondMoment: 1.8)
    #expect(abs(pareto - 3.6) < 1e-12)
  }
}
