import ClusterAPI
import KubernetesModel
import SimulationKernel
import Testing
import Units

@Suite("A MachineSet")
struct MachineSetTests {
  static let now = Instant(seconds: 1_000_000_000)

  static func machine(
    _ nameOrder: Int, days: Int64? = nil, _ change: (inout MachineSetMember) -> Void = { _ in }
  ) -> MachineSetMember {
    var member = MachineSetMember(
      nameOrder: nameOrder, createdAt: days.map { now - TimeSpan.days($0) })
    member.hasNode = true
    change(&member)
    return member
  }

  // MARK: Deletion

  @Test("deletes by priority before age")
  func priorities() {
    let members = [
      Self.machine(0, days: 1), Self.machine(1) { $0.hasNode = false },
      Self.machine(2) { $0.isUpdatingInPlace = true },
      Self.machine(3) { $0.hasDeleteAnnotation = true }, Self.machine(4) { $0.isDeleting = true },
      Self.machine(5, days: 1) { $0.nodeHealthy = .unknown },
    ]
    for order in DeletionOrder.allCases {
      #expect(order.sorted(members, at: Self.now).prefix(4) == [4, 3, 2, 1], "\(order)")
    }
  }

  @Test("an unhealthy Machine goes before the oldest, however old that is")
  func veryOld() {
    let members = [
      Self.machine(0, days: 300), Self.machine(1, days: 1) { $0.healthCheckSucceeded = .isFalse },
    ]
    #expect(DeletionOrder.oldest.sorted(members, at: Self.now) == [1, 0])
    // 50·(1 − e⁻¹) after ten days.
    let tenDays = DeletionOrder.oldest.priority(of: Self.machine(0, days: 10), at: Self.now)
    #expect(abs(tenDays - 31.606_027_941_427_884) < 1e-12)
    let newest = DeletionOrder.newest.priority(of: Self.machine(0, days: 10), at: Self.now)
    #expect(newest == 50 - tenDays)
  }

  @Test("without an age, or made in the future, a Machine is the newest")
  func withoutAge() {
    let members = [Self.machine(0, days: 2), Self.machine(1), Self.machine(2, days: -2)]
    #expect(DeletionOrder.newest.sorted(members, at: Self.now) == [1, 2, 0])
    #expect(DeletionOrder.oldest.sorted(members, at: Self.now) == [0, 1, 2])
  }

  @Test("picks a few as sorting all would", arguments: DeletionOrder.allCases)
  func selection(order: DeletionOrder) {
    for seed in 0..<50 as Range<UInt64> {
      var random = RandomStream(seed: seed, label: "deletion-order")
      let members = (0..<Int(random.uniform(below: 40))).map { _ in
        // Few names and ages, so that there are ties.
        Self.machine(
          Int(random.uniform(below: 5)), days: Int64(random.uniform(below: 4))
        ) { $0.isDeleting = random.uniform(below: 4) == 0 }
      }
      let sorted = order.sorted(members, at: Self.now)
      for count in 0...(members.count + 1) {
        let first = order.first(count, of: members, at: Self.now)
        #expect(first == Array(sorted.prefix(count)), "seed \(seed), count \(count)")
      }
    }
  }

  // MARK: Scaling

  @Test("makes all that is missing and deletes all that is too much in one go")
  func scaling() {
    let members = (0..<5).map { Self.machine($0) }
    func step(_ desired: Int, disabled: Bool = false) -> MachineSetScaling.Step {
      MachineSetScaling(desired: desired, creationIsDisabled: disabled)
        .step(members, at: Self.now)
    }
    #expect(step(500) == .create(495) && step(500, disabled: true) == .leaveMissing(495))
    #expect(step(5) == .nothing && step(2) == .delete([0, 1, 2]))
  }

  @Test("a cut while Machines are being deleted takes only what is still too much")
  func cutWhileDeleting() {
    var members = (0..<10).map { Self.machine($0) }
    for place in 7..<10 { members[place].isDeleting = true }
    #expect(MachineSetScaling(desired: 7).step(members, at: Self.now) == .delete([]))
    #expect(MachineSetScaling(desired: 6).step(members, at: Self.now) == .delete([0]))
  }

  @Test("knows by counts alone what it does, unless Machines have to be chosen")
  func countsAlone() {
    for desired in 0...8 {
      for present in 0...6 {
        for deleting in 0...present {
          let members = (0..<present).map { place in
            Self.machine(place) { $0.isDeleting = place < deleting }
          }
          let scaling = MachineSetScaling(desired: desired, creationIsDisabled: desired % 2 == 0)
          let step = scaling.step(members, at: Self.now)
          switch scaling.step(present: present, deleting: deleting) {
          case .nothing?: #expect(step == .nothing || step == .delete([]))
          case nil: #expect(step == .delete(Array(deleting..<(present - desired))))
          case let byCounts?: #expect(step == byCounts)
          }
        }
      }
    }
  }

  @Test("hands Machines over, but none that is being updated, and deletes those to be replaced")
  func handOver() {
    let members = [
      Self.machine(0), Self.machine(1) { $0.isUpdatingInPlace = true },
      Self.machine(2) {
        $0.healthCheckSucceeded = .isFalse
        $0.remediation = .waiting
      },
      Self.machine(3) { $0.isDeleting = true }, Self.machine(4),
      Self.machine(5) { $0.hasNode = false },
    ]
    func step(_ desired: Int) -> MachineSetScaling.Step {
      MachineSetScaling(desired: desired, handsMachinesOver: true).step(members, at: Self.now)
    }
    #expect(step(5) == .handOver([], delete: []))
    #expect(step(3) == .handOver([0], delete: [2]))
    #expect(step(0) == .handOver([0, 4], delete: [2]))
  }

  @Test("Machines that were moved here count only once they are acknowledged")
  func awaiting() {
    let members = [Self.machine(0), Self.machine(1) { $0.awaitsAcknowledgement = true }]
    let receiving = MachineSetScaling(desired: 1, receivesMachines: true)
    #expect(receiving.step(members, at: Self.now) == .nothing)
    #expect(receiving.awaiting(members) == [1])
    #expect(!receiving.mayStartUpdate(of: members[1], isAcknowledged: false))
    #expect(receiving.mayStartUpdate(of: members[1], isAcknowledged: true))
    // A set that no longer takes any treats it as its own.
    let closed = MachineSetScaling(desired: 1)
    #expect(closed.step(members, at: Self.now) == .delete([0]))
    #expect(closed.mayStartUpdate(of: members[1], isAcknowledged: false))
  }

  // MARK: Remediation

  static func unhealthy(_ nameOrder: Int, days: Int64) -> MachineSetMember {
    machine(nameOrder, days: days) {
      $0.healthCheckSucceeded = .isFalse
      $0.remediation = .waiting
    }
  }

  @Test("replaces so many at a time, the picked and the newest first")
  func remediation() {
    var members = [
      Self.unhealthy(0, days: 3), Self.unhealthy(1, days: 1), Self.unhealthy(2, days: 2),
      Self.machine(3, days: 1),
    ]
    members[0].hasRemediateAnnotation = true
    func plan(_ most: Int?, preflight: Bool = true) -> MachineSetRemediation.Plan {
      MachineSetRemediation(mostInFlight: most, passesPreflight: preflight).plan(members)
    }
    #expect(plan(nil).delete == [0, 1, 2])
    #expect(plan(2).delete == [0, 1] && plan(2).deferred == [2])
    #expect(plan(2, preflight: false).onHold == [0, 1])
    members[1].isDeleting = true
    members[1].remediation = .deleting
    #expect(plan(2).delete == [0] && plan(1).deferred == [0, 2])
    let old = MachineSetRemediation(isCurrentRevision: false, passesPreflight: true)
    #expect(old.plan(members).leftToRollout == [0, 2])
    #expect(MachineSetRemediation.mostInFlight(.percent(25), replicas: 5) == 2)
  }

  // MARK: Status

  @Test("counts what it owns, but what is being updated only as being there")
  func status() {
    let ready: (inout MachineSetMember) -> Void = {
      $0.isReady = true
      $0.isAvailable = true
      $0.isUpToDate = true
    }
    var members = (0..<4).map { Self.machine($0, ready) }
    members[0].isUpdatingInPlace = true
    members[1] = Self.machine(1) { $0.isDeleting = true }
    members[2].isAvailable = false
    let status = MachineSetStatus(desired: 4, members: members)
    #expect(
      status.counts == MachineSetCounts(desired: 4, present: 4, available: 1, upToDate: 2))
    #expect(status.ready == 2 && status.lookAgain() == .seconds(15))
    let two = MachineSetStatus(desired: 2, members: members)
    #expect(two.lookAgain() == nil && two.lookAgain(minReady: .seconds(60)) == .seconds(60))
  }

  // MARK: Replicas

  @Test("an annotation that is no number is named")
  func defaulting() {
    let wrong = ReplicaDefaulting(written: nil, leastSize: "3", mostSize: "7.5", before: nil)
    #expect {
      try wrong.replicas()
    } throws: { error in
      "\(error)".contains("max-size is \"7.5\"")
    }
    let taken = ReplicaDefaulting(written: 2, leastSize: "x", mostSize: "y", before: nil)
    #expect(throws: Never.self) { try taken.replicas() }
  }
}

@Suite("Preflight checks")
struct PreflightTests {
  static func failures(
    _ desired: String, reported: String?, set: String?, kubeadm: Bool = false,
    topology: PreflightState.Topology? = nil
  ) throws -> [PreflightCheck] {
    let version = try #require(KubernetesVersion(desired))
    var state = PreflightState(
      controlPlane: .init(desired: version, reported: reported.flatMap { KubernetesVersion($0) }),
      machineSet: set.flatMap { KubernetesVersion($0) })
    state.joinsWithKubeadm = kubeadm
    state.topology = topology
    return state.failures
  }

  @Test(
    "hold Machines back while versions do not go together",
    arguments: [
      ("v1.34.0", "v1.34.0", "v1.34.0", []), ("v1.34.0", "v1.34.0", "v1.31.9", []),
      ("v1.34.0", "v1.34.0", "v1.30.0", [.kubernetesVersionSkew]),
      ("v1.34.0", "v1.34.0", "v1.35.0", [.kubernetesVersionSkew]),
      ("v1.34.0", "v1.33.9", "v1.34.0", [.controlPlaneIsStable]),
      ("v1.34.0", nil, nil, [.controlPlaneIsStable]),
      // A version that is behind what runs is no upgrade; another build is one.
      ("v1.34.0", "v1.34.1", nil, []), ("v1.34.0+a", "v1.34.0+b", nil, [.controlPlaneIsStable]),
      ("v1.34.0+1", "v1.34.0+2", nil, []), ("1.34", "v1.34.0", nil, []),
    ] as [(String, String?, String?, [PreflightCheck])])
  func versions(desired: String, reported: String?, set: String?, expected: [PreflightCheck]) throws
  {
    #expect(try Self.failures(desired, reported: reported, set: set) == expected)
  }

  @Test("kubeadm and topologies ask for more")
  func strict() throws {
    #expect(
      try Self.failures("v1.34.0", reported: "v1.34.0", set: "v1.33.0", kubeadm: true)
        == [.kubeadmVersionSkew])
    let pending = PreflightState.Topology(version: "v1.35.0")
    #expect(
      try Self.failures("v1.34.0", reported: "v1.34.0", set: "v1.33.0", topology: pending)
        == [.controlPlaneIsStable, .controlPlaneVersionSkew])
    let reached = PreflightState.Topology(version: "v1.35.0", upgradeStep: "v1.34.0")
    #expect(
      try Self.failures("v1.34.0", reported: "v1.34.0", set: "v1.34.0", topology: reached) == [])
  }

  @Test(
    "what is no version is refused",
    arguments: ["", "v", "v1.34.0.1", "v1.34+build", "v1.34.0+", "one", "v1.x.0"])
  func refused(text: String) { #expect(KubernetesVersion(text) == nil) }
}
