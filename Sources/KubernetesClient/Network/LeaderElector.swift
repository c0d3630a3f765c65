#if Live
  import Documents
  package import Units

  /// Takes part in an election over a client.
  package actor LeaderElector {
    private var election: LeaderElection
    private let client: KubernetesClient
    private let namespace: String
    private let name: String
    private let fieldManager: String
    private let now: @Sendable () -> Instant
    /// Why the last step failed; nil when it did not.
    package private(set) var trouble: APIError?

    /// Makes a candidate.
    ///
    /// - Parameters:
    ///   - namespace: the lease's.
    ///   - name: the lease's.
    ///   - identity: ours, unique among the candidates.
    ///   - now: the clock that leadership runs out by; one that nobody sets, since a clock that is set back
    ///     would let it go on while another takes over.
    package init(
      _ client: KubernetesClient, namespace: String, name: String, identity: String,
      fieldManager: String, timing: LeaderElection.Timing = .init(),
      now: @escaping @Sendable () -> Instant = SystemClock.steady
    ) {
      self.now = now
      self.client = client
      self.namespace = namespace
      self.name = name
      self.fieldManager = fieldManager
      election = LeaderElection(identity: identity, timing: timing)
    }

    /// Whether this candidate may act now.
    package var isLeader: Bool { election.isLeader(at: now()) }

    /// The fence of what is written now; `nil` when this candidate does not lead.
    package var fence: LeaderElection.Fence? { election.fence(at: now()) }

    /// Who leads, as far as is known.
    package var leader: String { election.leader }

    /// Stands for election until the task is cancelled.
    package func run() async {
      while !Task.isCancelled { await step() }
    }

    /// Gives the lease up, so that another need not wait for it to run out; tries for as long as the leader
    /// may act after a renewal.
    package func release() async {
      election.release()
      let end = now() + election.timing.renewDeadline
      while !election.isReleased, now() < end, !Task.isCancelled { await step() }
    }

    private func step() async {
      let step = election.next(at: now(), unit: client.unit())
      if case .wait(let until) = step {
        _ = await client.pause(until - now())
        return
      }
      let answer = await perform(step)
      if answer != .failed { trouble = nil }
      election.receive(answer, at: now())
    }

    private func perform(_ step: LeaderElection.Step) async -> LeaderElection.Answer {
      let place = WriteRequests.Place(.leases, namespace: namespace, name: name)
      let options = WriteOptions(fieldManager: fieldManager)
      do throws(APIError) {
        switch step {
        case .wait: return .failed
        case .read: return .lease(Lease(try await client.get(place).root))
        case .create(let lease):
          let object = lease.document(namespace: namespace, name: name)
          return .lease(
            Lease(
              try await client.create(object, as: .leases, namespace: namespace, options).root))
        case .update(let lease):
          let object = lease.document(namespace: namespace, name: name)
          return .lease(Lease(try await client.update(object, at: place, options).root))
        }
      } catch {
        switch error.kind {
        case .notFound: return .notFound
        case .conflict, .alreadyExists: return .conflict
        default:
          trouble = error
          return .failed
        }
      }
    }
  }
#endif
