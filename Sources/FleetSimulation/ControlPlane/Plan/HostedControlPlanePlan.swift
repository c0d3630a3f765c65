import ClusterAPI
package import SimulationKernel
package import Units

/// The control plane of a workload cluster that runs as pods of another one, as k0smotron makes it.
///
/// Its pods cost capacity there, and while they do not serve, nothing comes of anything in its cluster.
package struct HostedControlPlanePlan: Hashable, Sendable {
  /// The workload cluster that it controls.
  package let cluster: Int
  /// The workload of its controllers, each with an API server.
  package let controllers: Int
  /// The workload of its etcd; nil where it keeps everything in a database elsewhere.
  package let etcd: Int?
}

/// What the pods of hosted control planes are made of. All laws give seconds.
package struct HostedControlPlanePods: Sendable {
  /// How many controllers there are.
  package var replicas: Int
  /// What each asks for; nil where pods are only counted.
  package var request: ResourceVector?
  /// What each member of etcd asks for.
  package var etcdRequest: ResourceVector?
  /// Whether there is an etcd; else the state is in a database elsewhere.
  package var hasEtcd = true
  /// From a pod's place to its being ready.
  package var start: Distribution
  /// From a pod's deletion to its end.
  package var termination: Distribution
  /// The volume of each member of etcd; nil for none.
  package var volume: VolumePlan?

  /// Makes the pods of a control plane.
  package init(replicas: Int, start: Distribution, termination: Distribution) {
    precondition(replicas > 0, "a control plane has a controller")
    self.replicas = replicas
    self.start = start
    self.termination = termination
  }
}

extension ControlPlanePlan {
  /// Lets the control plane of `cluster` run as pods in the cluster `host`: a StatefulSet of
  /// controllers, and one of etcd with an odd number of members.
  ///
  /// Source: k0sproject/k0smotron v2.1 `internal/controller/k0smotron.io`. That the members of etcd start
  /// together is an assumption: none is ready without the others.
  package mutating func host(
    controlPlaneOf cluster: Int, in host: Int, _ pods: HostedControlPlanePods
  ) {
    precondition(cluster != host, "a control plane cannot start in its own cluster")
    func workload(_ kind: StatefulSetPlan, _ replicas: Int, _ request: ResourceVector?)
      -> WorkloadPlan
    {
      var made = WorkloadPlan(
        kind: .statefulSet(kind), replicas: replicas, start: pods.start,
        termination: pods.termination, request: request)
      made.cluster = host
      return made
    }
    let controllers = workloads.count
    workloads.append(workload(StatefulSetPlan(), pods.replicas, pods.request))
    if pods.hasEtcd {
      workloads.append(
        workload(
          StatefulSetPlan(isParallel: true, volume: pods.volume),
          HostedControlPlane.etcdMembers(controlPlaneReplicas: pods.replicas, current: nil),
          pods.etcdRequest))
    }
    hostedControlPlanes.append(
      HostedControlPlanePlan(
        cluster: cluster, controllers: controllers, etcd: pods.hasEtcd ? controllers + 1 : nil))
  }
}
