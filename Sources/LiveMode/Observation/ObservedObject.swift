package import Documents
import KubernetesModel
import SpotScheduler

/// What is kept of an object that was read: as much as a decision reads, and nothing else of it.
package enum ObservedObject: Hashable, Sendable {
  /// An object of 5-Spot's, and what is doubtful about it.
  case scheduledMachine(ObservedScheduledMachine, Finding?)
  /// A schedule provider.
  case schedule(ObservedSchedule)
  /// A Cluster.
  case cluster(ObservedCluster)
  /// A Machine.
  case machine(ObservedMachine)
  /// A MachineSet or MachineDeployment.
  case machineOwner(ObservedMachineOwner)
  /// A Node.
  case node(ObservedNode)
  /// A Pod.
  case pod(ObservedPod)
  /// A PodDisruptionBudget.
  case budget(ObservedBudget)
  /// An object that cannot be used, and why.
  case refused(Finding)

  /// Reads an object as the API server gives it. It never fails: what cannot be read is refused.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - reference: What it is called.
  ///   - apiVersion: Of what version it is; items of a typed list do not say so themselves.
  package init(_ object: DocumentNode, _ reference: ObjectReference, apiVersion: String) {
    do throws(DocumentError) {
      self = try Self.read(object, reference, apiVersion)
    } catch {
      self = .refused(
        Finding(.malformedObject, reference.text, error.message, remedy: error.remedy ?? ""))
    }
  }

  /// The same object as if it had been read in no particular state: what is left is what decides.
  var withoutVersion: ObservedObject {
    let none = ObservedVersion(uid: "", resourceVersion: "")
    switch self {
    case .scheduledMachine(var machine, let doubt):
      machine.version = none
      return .scheduledMachine(machine, doubt)
    case .schedule(var schedule):
      schedule.version = none
      return .schedule(schedule)
    case .cluster(var cluster):
      cluster.version = none
      return .cluster(cluster)
    case .machine(var machine):
      machine.version = none
      return .machine(machine)
    case .machineOwner(var owner):
      owner.version = none
      return .machineOwner(owner)
    case .node(var node):
      node.version = none
      return .node(node)
    case .pod(var pod):
      pod.version = none
      return .pod(pod)
    case .budget(var budget):
      budget.version = none
      return .budget(budget)
    case .refused: return self
    }
  }

  private static func read(
    _ object: DocumentNode, _ reference: ObjectReference, _ apiVersion: String
  ) throws(DocumentError) -> ObservedObject {
    let fields = try ManifestFields(object)
    let metadata = try fields.mapping("metadata")
    _ = try metadata.requiredText("name")
    let version = ObservedVersion(
      uid: try metadata.requiredText("uid"),
      resourceVersion: try metadata.requiredText("resourceVersion"))
    switch reference.kind {
    case .scheduledMachine: return scheduledMachine(object, reference, version, apiVersion)
    case .timeBasedSpotSchedule, .capitalMarketsSchedule:
      do throws(RuntimeRefusal) {
        return .schedule(try ObservedSchedule(object, reference.kind, version))
      } catch {
        return refused(reference, error)
      }
    case .cluster: return .cluster(try ObservedCluster(fields, version))
    case .machine: return .machine(try ObservedMachine(fields, version))
    case .machineSet, .machineDeployment:
      return .machineOwner(try ObservedMachineOwner(fields, version))
    case .node: return .node(try ObservedNode(fields, version))
    case .pod: return .pod(try ObservedPod(fields, version))
    case .podDisruptionBudget: return .budget(try ObservedBudget(fields, version))
    }
  }

  private static func scheduledMachine(
    _ object: DocumentNode, _ reference: ObjectReference, _ version: ObservedVersion,
    _ apiVersion: String
  ) -> ObservedObject {
    let known = ScheduledMachineSpec.Version(
      rawValue: String(apiVersion.split(separator: "/").last ?? ""))
    guard let known else {
      return .refused(
        Finding(
          .unknownVersion, reference.text, "it is of \(apiVersion)",
          remedy: "read it as 5spot.finos.org/v1beta1 or v1alpha1"))
    }
    do throws(RuntimeRefusal) {
      let read = try ObservedScheduledMachine.read(object, version, known)
      return .scheduledMachine(
        read.machine, read.finding.map { Finding($0.name, reference.text, $0.message) })
    } catch {
      return refused(reference, error)
    }
  }

  private static func refused(
    _ reference: ObjectReference, _ refusal: RuntimeRefusal
  ) -> ObservedObject {
    .refused(
      Finding(
        .refusedSpec, reference.text, "5-Spot's controller cannot read it: \(refusal.rawValue)",
        remedy: "fivespot lint says where and why"))
  }
}
