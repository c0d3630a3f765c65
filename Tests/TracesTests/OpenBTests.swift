import Facts
import Testing
import Units

@testable import Traces

@Suite("openb lists")
struct OpenBTests {
  private static let nodes = """
    sn,cpu_milli,memory_mib,gpu,model
    openb-node-0000,32000,262144,0,
    openb-node-0001,64000,262144,2,P100
    openb-node-0002,8000,61440,2,P100

    """

  private static let pods = """
    name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
    openb-pod-0000,12000,16384,1,1000,,LS,Running,0,12537496,0
    openb-pod-0001,6000,12288,1,460,V100M16|V100M32,BE,Failed,427061,12902960,427070
    openb-pod-0002,12000,24576,8,1000,,Burstable,Pending,1558381,12902960,
    openb-pod-0003,0,0,2,500,,Guaranteed,Succeeded,1558381,1558390,1558384

    """

  @Test("header, cut files and duplicates")
  func skeleton() throws {
    try checkSkeleton(Self.nodes, as: "openb-nodes")
    try checkSkeleton(Self.pods, as: "openb-pods")
  }

  @Test("a GPU share counts for one GPU only, pending pods are left out and counted")
  func requests() throws {
    let format = try #require(TraceFormats.named("openb-pods"))
    guard case .jobs(let jobs) = try format.read(Array(Self.pods.utf8), file: "f") else {
      Issue.record("no jobs")
      return
    }
    #expect(jobs.workload.jobNames == ["openb-pod-0000", "openb-pod-0001", "openb-pod-0003"])
    #expect(jobs.workload.jobs.map(\.request.gpu.value) == [1_000, 460, 2_000])
    #expect(jobs.workload.jobs.map(\.request.memory) == [16_384, 12_288, 0].map(Bytes.mebibytes))
    #expect(jobs.workload.jobs.map(\.work) == [12_537_496, 12_475_890, 6].map(TimeSpan.seconds))
    #expect(jobs.clock == .ownStart)
    #expect(jobs.origin == .epoch)
    #expect(jobs.notes.count == 2)
    #expect(jobs.notes[0].hasPrefix("1 Pending"))
  }

  @Test(
    "a wrong unit or value of a node is an error on its line",
    arguments: [
      Spoilt(1, 1, "32", "not between"),  // cores
      Spoilt(1, 1, "32500", "whole number of cores"),
      Spoilt(1, 2, "274877906944", "not between"),  // bytes
      Spoilt(1, 2, "268435456", "not between"),  // KiB
      Spoilt(1, 2, "256", "not between"),  // GiB
      Spoilt(1, 2, "274877", "whole number of GiB"),  // MB
      Spoilt(2, 3, "2000", "not between"),  // thousandths
      Spoilt(2, 3, "-1", "negative"),
      Spoilt(2, 3, "0", "without GPU"),
      Spoilt(2, 4, "", "with 2 GPUs"),
      Spoilt(2, 0, "", "empty"),
      Spoilt(3, 0, "openb-node-0000", "already"),
    ])
  func spoiltNode(cell: Spoilt) throws { try cell.check(Self.nodes, as: "openb-nodes") }

  @Test(
    "a wrong unit, order or value of a pod is an error on its line",
    arguments: [
      Spoilt(1, 1, "12", "less than any pod"),  // cores
      Spoilt(1, 1, "-12000", "negative"),
      Spoilt(1, 2, "17179869184", "not between"),  // bytes
      Spoilt(1, 2, "16777216", "not between"),  // KiB
      Spoilt(1, 2, "16", "less than any pod"),  // GiB
      Spoilt(1, 3, "1000", "not between"),  // thousandths
      Spoilt(1, 4, "1001", "not between"),
      Spoilt(1, 4, "0", "nothing"),
      Spoilt(1, 6, "ls", "not a known word"),
      Spoilt(1, 7, "Runing", "not a known word"),
      Spoilt(2, 8, "427061000000", "not between"),  // milliseconds
      Spoilt(2, 8, "1667260800", "not between"),  // calendar
      Spoilt(3, 8, "427060", "comes after"),
      Spoilt(2, 8, "427071", "before the creation"),
      Spoilt(2, 9, "427065", "before the scheduling"),
      Spoilt(2, 9, "427060", "before the creation"),
      Spoilt(2, 9, "", "empty"),
      Spoilt(2, 10, "", "empty for a pod that is Failed"),
      Spoilt(3, 10, "1558381", "that is Pending"),
      Spoilt(2, 0, "openb-pod-0000", "already"),
    ])
  func spoiltPod(cell: Spoilt) throws { try cell.check(Self.pods, as: "openb-pods") }

  @Test("the lists of the repository, whole")
  func openb() throws {
    guard
      case .nodes(let nodes) = try RecordedFiles.read(
        "openb-gpu-2023/openb_node_list_all_node.csv", as: "openb-nodes"),
      case .nodes(let gpuNodes) = try RecordedFiles.read(
        "openb-gpu-2023/openb_node_list_gpu_node.csv", as: "openb-nodes"),
      case .jobs(let pods) = try RecordedFiles.read(
        "openb-gpu-2023/openb_pod_list_default.csv", as: "openb-pods")
    else {
      Issue.record("wrong kinds of content")
      return
    }
    let total = nodes.nodes.reduce(ResourceVector.zero) { $0 + $1.allocatable }
    #expect(nodes.nodes.count == 1_523)
    #expect(
      total
        == ResourceVector(
          cpu: MilliCPU(125_514_000), memory: .mebibytes(597_684 * 1_024), gpu: MilliGPU(6_212_000))
    )
    #expect(gpuNodes.nodes.count == 1_213)
    #expect(nodes.kinds.count == 8)
    #expect(pods.workload.jobs.count == 8_152 - 897)
    #expect(pods.notes[0].hasPrefix("897 Pending"))
  }
}
