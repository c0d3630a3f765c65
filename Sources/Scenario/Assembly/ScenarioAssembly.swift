import Documents
import Facts
import FleetSimulation
import Ledger
import Synchronization
import Units

/// Reads the traces of a resolved scenario once and makes of them all that a plan needs but the seed.
final class ScenarioAssembly: Sendable {
  /// What a plan needs beside the model and the seed.
  struct Assembled: Sendable {
    var fleet: Fleet
    var workload: Workload
    var interruptions: [PoolInterruption]
    /// One load for each service of the workload.
    var loads: [ServiceLoad]
    var lending: LendingPlan?
    var autoscaling: AutoscalingPlan?
    var priceBook: PriceBook?
    var controlPlane: ControlPlaneAssembly?
    var warnings: [Diagnostic]
    var notes: [String]
  }

  private let model: ScenarioModel
  private let folder: String
  private let library: TraceLibrary
  private let zones: ZoneRulesSet
  private let result = Mutex<Result<Assembled, ScenarioError>?>(nil)

  init(model: ScenarioModel, folder: String, library: TraceLibrary, zones: ZoneRulesSet) {
    self.model = model
    self.folder = folder
    self.library = library
    self.zones = zones
  }

  /// The parts, made the first time that they are asked for.
  func assembled() throws(ScenarioError) -> Assembled {
    let made = result.withLock { result in
      if let known = result { return known }
      var assembler = Assembler(
        model: model, folder: folder, library: library, zones: zones)
      let fresh = assembler.assemble()
      result = fresh
      return fresh
    }
    return try made.get()
  }
}
