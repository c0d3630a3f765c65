/// All benchmarks, in the order of the table. A new subject adds its file and its line here.
enum Registry {
  static var benchmarks: [Benchmark] {
    unitsBenchmarks + kernelBenchmarks + documentsBenchmarks + scheduleBenchmarks
      + schedulerBenchmarks + placementBenchmarks + memoryBenchmarks + packingBenchmarks
      + simulationBenchmarks + controlPlaneBenchmarks + storeBenchmarks + accountBenchmarks
  }
}
