import CommandSupport
import Documents
import Foundation
import KubernetesModel
import Placement
import Scenario
import Units

/// The files of `fivespot capacity`, read.
struct CapacityInput {
  private var manifests = ClusterManifests()
  /// The pods of which more are asked for, each by the name that it was given.
  private(set) var more: [(name: String, pod: Pod)] = []

  var passedOver: [(kind: String, count: Int)] { manifests.passedOver }
  /// What is doubtful about the files, a line each.
  var warnings: [String] { manifests.warnings.map(\.description) }

  /// Reads `files`, priority classes before all else, and what `more` names.
  init(_ files: [String], more: [String]) throws(CommandError) {
    guard files.count(where: { $0 == "-" }) <= 1 else {
      throw CommandError(.usage, "-: standard input can be read once; name it once")
    }
    var objects: [DocumentNode] = []
    for file in files { objects += try Self.documents(file).map(\.root) }
    do throws(DocumentError) {
      // Pods may name classes that come in a later file.
      for object in objects where Self.isPriorities(object) { try manifests.add(object) }
      for object in objects where !Self.isPriorities(object) { try manifests.add(object) }
    } catch {
      throw CommandError(.invalidInput, error.description)
    }
    for text in more { self.more += try pods(text) }
  }

  mutating func study() -> CapacityStudy {
    let (state, waiting) = manifests.cluster()
    return CapacityStudy(state, waiting: waiting)
  }

  private static func isPriorities(_ object: DocumentNode) -> Bool {
    object["kind"]?.string?.hasPrefix("PriorityClass") ?? false
  }

  private static func documents(_ path: String) throws(CommandError) -> [Document] {
    let name = path == "-" ? ManifestInput.standardInput : path
    let bytes: [UInt8]
    do {
      bytes =
        path == "-"
        ? [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
        : try InputFile.readStream(path)
    } catch let error as InputFile.Failure {
      throw CommandError(.missingInput, "\(name): cannot be read: \(error.reason)")
    } catch {
      throw CommandError(.missingInput, "\(name): cannot be read: \(error.localizedDescription)")
    }
    let documents: [Document]
    do throws(DocumentError) { documents = try Document.parse(bytes, file: name) } catch {
      throw CommandError(.invalidInput, error.description)
    }
    guard !documents.isEmpty else {
      // What a failed kubectl leaves behind would read as a cluster without pods.
      throw CommandError(
        .invalidInput,
        "\(name): there is nothing in it; kubectl get -o json prints a List, also an empty one")
    }
    return documents
  }

  // MARK: How many more of what

  private mutating func pods(
    _ text: String
  ) throws(CommandError) -> [(name: String, pod: Pod)] {
    guard !text.contains("="), !text.isEmpty else {
      return [(text, try pod(requesting: text))]
    }
    let pods = try pods(fromFile: text)
    return pods.count == 1
      ? [(text, pods[0])] : pods.map { ("\(text) \($0.namespace)/\($0.name)", $0) }
  }

  /// `cpu=500m,memory=1Gi`.
  private func pod(requesting text: String) throws(CommandError) -> Pod {
    var requests = ResourceList()
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false
      ).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      func refusal(_ why: String) -> CommandError {
        CommandError(
          .usage, "--more \(text): \"\(part)\" is no request: \(why); write cpu=500m,memory=1Gi")
      }
      guard sides.count == 2 else { throw refusal("it has no =") }
      guard !sides[0].isEmpty else { throw refusal("nothing stands before the =") }
      guard sides[0] != "pods" else { throw refusal("a pod is one pod") }
      guard let quantity = try? Quantity(text: sides[1]) else {
        throw refusal(
          sides[1].isEmpty
            ? "nothing stands behind the ="
            : "\"\(sides[1])\" is no amount as Kubernetes writes them")
      }
      guard quantity.value >= 0 else { throw refusal("it is less than nothing") }
      switch sides[0] {
      case "cpu": requests.cpu = MilliCPU(quantity.milliValue)
      case "memory": requests.memory = Bytes(quantity.value)
      case "ephemeral-storage": requests.ephemeralStorage = Bytes(quantity.value)
      default:
        try checkResource(sides[0], in: text)
        requests[sides[0]] = quantity.value
      }
    }
    var pod = Pod(namespace: "default", name: "more")
    pod.containers = [requests]
    pod.images = [""]
    return pod
  }

  /// Refuses a resource that no node has: a typing error has no answer.
  private func checkResource(_ name: String, in text: String) throws(CommandError) {
    var known = ["cpu", "memory", "ephemeral-storage"]
    for node in manifests.nodes {
      for scalar in node.node.allocatable.scalars where !known.contains(scalar.name) {
        known.append(scalar.name)
      }
    }
    guard !known.contains(name) else { return }
    let advice = NearestWord.advice(for: name, among: known, noun: "they have")
    throw CommandError(
      .usage, "--more \(text): no node has \"\(name)\"; \(advice ?? "name another resource")")
  }

  /// The pods of a manifest, and those that its workloads make.
  private mutating func pods(fromFile path: String) throws(CommandError) -> [Pod] {
    var pods: [Pod] = []
    let documents = try Self.documents(path)
    do throws(DocumentError) {
      for document in documents { try add(document.root, to: &pods) }
    } catch {
      throw CommandError(.invalidInput, error.description)
    }
    guard pods.isEmpty else { return pods }
    throw CommandError(
      .invalidInput,
      "\(path): there is no pod and nothing that makes pods; name a Pod, Deployment, StatefulSet, "
        + "ReplicaSet, DaemonSet, Job or CronJob")
  }

  private mutating func add(
    _ object: DocumentNode, to pods: inout [Pod]
  ) throws(DocumentError) {
    let fields = try ManifestFields(object)
    let kind = try fields.text("kind") ?? ""
    if let items = fields.member("items") {
      for item in items.elements { try add(item, to: &pods) }
    } else if let template = try Pod.template(of: fields),
      let pod = try Pod(template: fields, priorities: manifests.priorities)
    {
      try manifests.warnOfPriority(of: template.mapping("spec"))
      pods.append(pod)
    } else if kind == "Pod" || fields.member("spec")?["containers"] != nil {
      try manifests.warnOfPriority(of: fields.mapping("spec"))
      pods.append(try Pod(manifest: fields, priorities: manifests.priorities))
    }
  }
}
