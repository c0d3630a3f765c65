import Documents
import KubernetesModel
import SpotScheduler
import Units

extension ObservedScheduledMachine {
  /// Reads an object with the decoders of `fivespot lint`, which follow 5-Spot's own.
  ///
  /// - Returns: The object, and what is doubtful about it.
  /// - Throws: The class of the first thing that 5-Spot's controller would not take.
  static func read(
    _ object: DocumentNode, _ version: ObservedVersion, _ apiVersion: ScheduledMachineSpec.Version
  ) throws(RuntimeRefusal) -> (
    machine: ObservedScheduledMachine, finding: (name: Finding.Name, message: String)?
  ) {
    guard let node = object["spec"], !node.isNull else { throw .missingField }
    let spec = try ScheduledMachineSpec(node, version: apiVersion)
    let metadata = object["metadata"]
    var finding: (name: Finding.Name, message: String)?
    var status = UpstreamStatus()
    if let node = object["status"], !node.isNull {
      do throws(RuntimeRefusal) {
        status = UpstreamStatus(try ScheduledMachineStatusDocument(node))
      } catch {
        finding = (.unreadableStatus, "its status cannot be read: \(error.rawValue)")
      }
    }
    let grace = try? TimeoutText.parse(spec.gracefulShutdownTimeout)
    let drain = try? TimeoutText.parse(spec.nodeDrainTimeout)
    if grace == nil || drain == nil {
      finding = (
        .malformedObject, "a timeout cannot be read; 5-Spot stays in its phase when it needs it"
      )
    }
    let annotations = metadata?["annotations"]
    var isEnabled = spec.enabled
    let schedule: Schedule
    switch spec.schedule {
    case .inline(let inline):
      schedule = .inline(inline)
      isEnabled = inline.enabled
    case .reference(let reference): schedule = .reference(reference)
    }
    let machine = ObservedScheduledMachine(
      version: version, generation: metadata?["generation"]?.integer ?? 1,
      isBeingDeleted: metadata?["deletionTimestamp"]?.string != nil, apiVersion: apiVersion,
      schedule: schedule, isEnabled: isEnabled, killSwitch: spec.killSwitch,
      clusterName: spec.clusterName, gracefulShutdownTimeout: grace ?? .minutes(5),
      nodeDrainTimeout: drain ?? .minutes(5), priority: spec.priority,
      host: annotations?[ClusterObjects.Annotation.host]?.string
        ?? remoteHost(of: spec.infrastructureSpec),
      role: (annotations?[ClusterObjects.Annotation.role]?.string)
        .flatMap { ScheduledMachine.Role(rawValue: $0) },
      status: status)
    return (machine, finding)
  }

  /// The host that a `RemoteMachine` of k0smotron names by its address; other providers choose one.
  private static func remoteHost(of resource: EmbeddedResource) -> String? {
    guard resource.kind == "RemoteMachine", case .mapping(let members) = resource.spec,
      case .string(let address)? = members.first(where: { $0.key == "address" })?.value,
      !address.isEmpty
    else { return nil }
    return address
  }
}

extension UpstreamStatus {
  /// What a status says, as far as phases go.
  ///
  /// 5-Spot writes one condition `Ready` with each change of phase. The grace period counts from the
  /// first condition with the reason `GracePeriodActive`, of whatever type.
  init(_ document: ScheduledMachineStatusDocument) {
    self.init()
    phase = document.texts["phase"].flatMap { ScheduledMachineStatus.Phase(rawValue: $0) }
    let grace = document.conditions.first { $0.reason == Reason.Rule.gracePeriodActive.rawValue }
    let ready = document.conditions.first { $0.type == "Ready" }
    let told = phase == .shuttingDown ? grace ?? ready : ready ?? document.conditions.first
    reason = told.flatMap { Reason.Rule(rawValue: $0.reason) }
    since = told.flatMap { try? Instant(rfc3339: $0.lastTransitionTime) }
    inSchedule = document.inSchedule
    nodeName = document.references["nodeRef"]?.name
    observedGeneration = document.observedGeneration
  }
}

extension ObservedSchedule {
  /// Reads a provider.
  ///
  /// - Throws: The class of the first thing that 5-Spot's controller would not take.
  init(
    _ object: DocumentNode, _ kind: ObjectKind, _ version: ObservedVersion
  ) throws(RuntimeRefusal) {
    guard let node = object["spec"], !node.isNull else { throw .missingField }
    self.version = version
    rule =
      kind == .capitalMarketsSchedule
      ? .market(try Upstream.CapitalMarketsSchedule(node)) : .hours(try ScheduleSpec(node))
    isActive = object["status"]?["active"]?.boolean
  }
}
