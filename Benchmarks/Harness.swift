import ArgumentParser
import Foundation

/// One figure of the benchmark table.
struct Benchmark: Sendable {
  /// Dotted: the room first, then the subject, then the variant (`kernel.hold.pending-100`).
  var name: String
  /// What the value counts, unscaled: `events/CPU-s`, `bytes/CPU-s`, `rows/CPU-s`, `s`, `bytes`.
  var unit: String
  /// Runs once, setup included, and returns the measured value; the harness takes the median of several.
  var run: @Sendable () throws -> Double
}

/// Why a figure could not be measured.
struct BenchmarkError: Error, CustomStringConvertible {
  var description: String
}

/// Processor time, which a shared machine distorts less than the wall clock.
enum CPUClock {
  /// Seconds that this process has computed so far, all threads together.
  static var process: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds that this thread has computed so far.
  static var thread: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Things done per CPU-second of this thread: `count` of them done by `work`.
func rate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
  let start = CPUClock.thread
  try work()
  return Double(count) / (CPUClock.thread - start)
}

/// Things done per CPU-second of the process, for work that uses several threads.
func processRate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
  let start = CPUClock.process
  try work()
  return Double(count) / (CPUClock.process - start)
}

/// Keeps a value, so that the optimiser cannot drop the work that made it.
@inline(never)
func keep<Value>(_ value: Value) {}

@main
struct Harness: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fivespot-benchmarks",
    abstract: "Measures the speed of fivespot's rooms in rates per CPU-second.",
    discussion: """
      Each figure is the median of several repetitions. The repetitions of all figures take turns, so \
      that a busy moment of the machine does not fall on one of them alone. Figures are information, \
      never a pass or a failure.
      """)

  @Option(help: "Only the benchmarks whose name contains this text.")
  var filter: String?

  @Flag(help: "One JSON object a line: name, value (unscaled), unit.")
  var json = false

  @Option(help: "How often each benchmark is repeated.")
  var repetitions = 5

  @Flag(help: "Only say which benchmarks there are.")
  var list = false

  func validate() throws {
    guard repetitions >= 1 else {
      throw ValidationError("--repetitions must be at least 1, not \(repetitions)")
    }
  }

  func run() throws {
    if try MemoryOfCluster.runIfAsked() { return }
    let selected = try selectBenchmarks()
    if list {
      for benchmark in selected { print(benchmark.name) }
      return
    }
    let medians = measure(selected)
    let width = selected.map(\.name.count).max() ?? 0
    var isComplete = true
    for (benchmark, value) in zip(selected, medians) {
      guard let value else {
        isComplete = false
        continue
      }
      print(json ? jsonLine(benchmark, value) : tableLine(benchmark, value, width: width))
    }
    guard isComplete else { throw ExitCode(1) }
  }

  private func selectBenchmarks() throws -> [Benchmark] {
    guard let filter else { return Registry.benchmarks }
    let selected = Registry.benchmarks.filter { $0.name.contains(filter) }
    guard selected.isEmpty else { return selected }
    let names = Registry.benchmarks.map { "  " + $0.name }.joined(separator: "\n")
    throw ValidationError("no benchmark has \"\(filter)\" in its name; there are:\n\(names)")
  }

  /// The median of each; nil where a run failed, after the reason went to standard error.
  private func measure(_ benchmarks: [Benchmark]) -> [Double?] {
    var values = [[Double]](repeating: [], count: benchmarks.count)
    var hasFailed = [Bool](repeating: false, count: benchmarks.count)
    for _ in 0..<repetitions {
      for (index, benchmark) in benchmarks.enumerated() where !hasFailed[index] {
        do {
          values[index].append(try benchmark.run())
        } catch {
          hasFailed[index] = true
          FileHandle.standardError.write(Data("\(benchmark.name): \(error)\n".utf8))
        }
      }
    }
    return zip(values, hasFailed).map { $1 ? nil : median($0) }
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private func jsonLine(_ benchmark: Benchmark, _ value: Double) -> String {
    "{\"name\":\"\(benchmark.name)\",\"value\":\(value),\"unit\":\"\(benchmark.unit)\"}"
  }

  private func tableLine(_ benchmark: Benchmark, _ value: Double, width: Int) -> String {
    let name = benchmark.name.padding(toLength: width, withPad: " ", startingAt: 0)
    let scaled: String =
      switch abs(value) {
      case 1e9...: String(format: "%9.2f G", value / 1e9)
      case 1e6...: String(format: "%9.2f M", value / 1e6)
      case 1e3...: String(format: "%9.2f k", value / 1e3)
      default: String(format: "%9.4g  ", value)
      }
    return "\(name)  \(scaled) \(benchmark.unit)"
  }
}
