import ArgumentParser
import CommandSupport
import Documents
import KubernetesModel
import Placement
import Units

/// `fivespot capacity`: what a cluster has room for.
struct Capacity: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a cluster has room for: do pods fit, how many more, which nodes can go.",
    discussion: """
      Reads what kubectl get -o json prints, or YAML, and decides as kube-scheduler 1.36 would. Pods \
      with a node take room there; pods without one are those that wait. Budgets, priority classes, \
      services and namespaces are heeded when they are among the files; other kinds are counted \
      and passed over. No cluster is asked.

      EXAMPLES
        kubectl get nodes -o json > nodes.json
        kubectl get pods,pdb -A -o json > pods.json
        fivespot capacity --nodes nodes.json --pods pods.json
        fivespot capacity --nodes nodes.json --pods pods.json --more web.yaml
        fivespot capacity --nodes nodes.json --pods pods.json --more cpu=500m,memory=1Gi
        fivespot capacity --nodes nodes.json --pods pods.json --format json | jq .removable
        fivespot capacity --nodes nodes.json --pods new.yaml --exit-code && kubectl apply -f new.yaml

      More: docs/capacity.md. Exit codes: 0 answered, 2 some pod stays pending (with --exit-code), \
      64 usage, 65 a file cannot be read as manifests, 66 a file is missing.
      """)

  @Option(
    name: .customLong("nodes"),
    help: ArgumentHelp("Nodes, and whatever else; may be given more than once.", valueName: "file"))
  var nodeFiles: [String] = []

  @Option(
    name: .customLong("pods"),
    help: ArgumentHelp(
      "Pods, budgets and whatever else; may be given more than once. - is standard input.",
      valueName: "file"))
  var podFiles: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many more of this pod fit: a manifest of a pod or of what makes pods, or requests.",
      valueName: "file|requests"))
  var more: [String] = []

  @Option(help: "text or json.")
  var format: Format = .text

  @Flag(help: "Exit with 2 when a pod stays pending.")
  var exitCode = false

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  func validate() throws {
    guard !(nodeFiles + podFiles).isEmpty else {
      throw ValidationError("no files; name the nodes with --nodes and the pods with --pods")
    }
  }

  func run() throws {
    var input = try CapacityInput(nodeFiles + podFiles, more: more)
    for warning in input.warnings { StandardStreams.note(warning) }
    let study = input.study()
    guard !study.cluster.nodes.isEmpty else {
      throw CommandError(
        .invalidInput, "there is no node among the files; name one from kubectl get nodes -o json")
    }
    let answers = CapacityAnswers(
      study: study, placements: study.fit(),
      headrooms: input.more.map {
        CapacityAnswers.Headroom(name: $0.name, of: study.headroom(for: $0.pod))
      },
      removals: study.removableNodes(), passedOver: input.passedOver)
    switch format {
    case .text: try StandardStreams.printResult(CapacityText.text(of: answers))
    case .json:
      try StandardStreams.printJSON(CapacityDocument.document(of: answers), sortsKeys: false)
    }
    if exitCode && answers.placements.contains(where: { $0.node == nil }) {
      throw ExitCode(CommandSupport.ExitCode.differences)
    }
  }
}

/// All that was asked, answered.
struct CapacityAnswers {
  var study: CapacityStudy
  var placements: [CapacityStudy.Placement]
  var headrooms: [Headroom]
  var removals: [NodeRemoval]
  var passedOver: [(kind: String, count: Int)]

  struct Headroom {
    var name: String
    var of: CapacityStudy.Headroom
  }
}
