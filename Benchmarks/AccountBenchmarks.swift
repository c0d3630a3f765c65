import Facts
import Ledger
import Units

/// Speed of what is derived from facts beside the summary, while a simulation runs or after it.
let accountBenchmarks: [Benchmark] = [
  Benchmark(name: "ledger.charge", unit: "facts/CPU-s") {
    guard let currency = Currency(code: "USD") else { preconditionFailure("three letters") }
    let prices = PriceBook(
      currency: currency,
      pools: [
        .owned(
          OwnedMachinePrice(
            purchase: Money(units: 10_000), residual: Money(units: 1_000), lifeYears: 5,
            idleMilliwatts: 110_000, fullMilliwatts: 450_000, offMilliwatts: 8_000))
      ], energyPerKilowattHour: Money(units: 1), powerUsageEffectivenessPermille: 1_300)
    return try play(
      try Ledger(
        prices: prices, header: StoreSample.header, fleet: StoreSample.fleet,
        workload: StoreSample.workload)
    ) { keep(try $0.finish()) }
  },
  Benchmark(name: "facts.clusters", unit: "facts/CPU-s") {
    try play(
      ClusterReplay(
        header: StoreSample.header, fleet: StoreSample.fleet, workload: StoreSample.workload)
    ) { keep(try $0.finish()) }
  },
  Benchmark(name: "facts.promises", unit: "facts/CPU-s") {
    let terms = PromiseTerms(
      notice: .minutes(15), tenure: .minutes(30), ownerLateTolerance: .zero,
      recallTolerance: .zero)
    return try play(
      PromiseAudit(
        terms: terms, header: StoreSample.header, fleet: StoreSample.fleet,
        workload: StoreSample.workload)
    ) { keep(try $0.finish()) }
  },
]

/// The rate at which a sink takes the facts of the sample, its end included.
private func play<Sink: FactSink>(
  _ sink: consuming Sink, _ finish: (consuming Sink) throws -> Void
) throws -> Double {
  let facts = StoreSample.facts
  var sink = sink
  return try rate(of: facts.count) {
    for fact in facts { sink.record(fact) }
    try finish(sink)
  }
}
