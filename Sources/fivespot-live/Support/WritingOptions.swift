#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import Foundation
  import KubernetesClient
  import LiveMode
  import Synchronization
  import Units

  /// What a controller writes, and as whom.
  struct WritingOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp("Append what is decided and seen to this audit log.", valueName: "file"))
    var auditLog: String?

    @Option(
      help: ArgumentHelp(
        "The file that a new audit log follows on.", valueName: "file"))
    var auditFollows: String?

    @Option(
      help: ArgumentHelp(
        "Append each decision with what it was made from to this file.", valueName: "file"))
    var recording: String?

    @Option(
      help: ArgumentHelp(
        "Keep how the fleet goes over time in this file, as fivespot-live record does, and export how well "
          + "the last day was forecast.", valueName: "file"))
    var fleetRecording: String?

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "The namespace of the lease; without it POD_NAMESPACE, else that of the context.",
        valueName: "name"))
    var namespace: String?

    @Option(
      help: ArgumentHelp(
        "Who this replica is, unique among them; without it POD_NAME, else the host and process.",
        valueName: "name"))
    var identity: String?

    @Flag(help: "Take no lease: nobody else runs, and this one leads always.")
    var noLease = false

    @Option(
      help: ArgumentHelp(
        "How long others leave a lease that is not renewed, in whole seconds.",
        valueName: "duration"))
    var leaseDuration = ClusterOptions.Duration(span: .seconds(15))

    @Option(
      help: ArgumentHelp(
        "How long the leader acts after it last renewed its lease; shorter than the lease.",
        valueName: "duration"))
    var renewDeadline = ClusterOptions.Duration(span: .seconds(10))

    func validate() throws {
      let least = LeaderElection.Timing().retry
      guard leaseDuration.span.nanoseconds % TimeSpan.seconds(1).nanoseconds == 0 else {
        throw ValidationError(
          "--lease-duration \(leaseDuration.span.text): a lease has whole seconds")
      }
      guard leaseDuration.span > renewDeadline.span, renewDeadline.span > least else {
        throw ValidationError(
          "--renew-deadline \(renewDeadline.span.text): it is longer than \(least.text) and shorter "
            + "than --lease-duration \(leaseDuration.span.text)")
      }
      guard auditFollows == nil || auditLog != nil else {
        throw ValidationError("--audit-follows: name the new file with --audit-log")
      }
      if let identity, identity.isEmpty || identity.utf8.count > 253 {
        throw ValidationError("--identity: it has 1 to 253 bytes")
      }
    }

    /// Who this replica is.
    var replica: String {
      if let identity { return identity }
      let environment = ProcessInfo.processInfo.environment
      if let pod = environment["POD_NAME"], !pod.isEmpty { return pod }
      return "\(ProcessInfo.processInfo.hostName)_\(getpid())"
    }

    /// The times of the election.
    var timing: LeaderElection.Timing {
      LeaderElection.Timing(lease: leaseDuration.span, renewDeadline: renewDeadline.span)
    }

    /// The namespace of the lease.
    func leaseNamespace(_ management: ClientConfiguration) -> String {
      if let namespace { return namespace }
      if let own = ProcessInfo.processInfo.environment["POD_NAMESPACE"], !own.isEmpty { return own }
      return management.namespace
    }

    /// Opens the files.
    ///
    /// - Parameter prices: What hours of machines cost, for what is kept of the fleet.
    func open(
      _ log: LogWriter, prices: PriceTable?
    ) throws(CommandError) -> LiveController.Outlets {
      var outlets = LiveController.Outlets { log.write($0) }
      if let auditLog {
        let book = try AuditBook(auditLog, following: auditFollows, actor: replica)
        outlets.audit = { (kind, payload, now) throws(LiveController.Outlets.Failure) in
          try book.append(kind, payload, at: now)
        }
      }
      if let recording {
        let file = try Self.file(recording)
        outlets.record = { (line) throws(LiveController.Outlets.Failure) in
          do throws(AppendedFile.Failure) { try file.append(line) } catch {
            throw .init(error.description)
          }
        }
      }
      if let fleetRecording {
        let diary = try FleetBook(fleetRecording, prices)
        outlets.keep = { (fleet, objects, now) throws(LiveController.Outlets.Failure) in
          try diary.add(fleet, objects, at: now)
        }
      }
      return outlets
    }
  }

  /// What is kept of the fleet, one sample after the other.
  private final class FleetBook: Sendable {
    private let diary: Mutex<FleetDiary>

    init(_ path: String, _ prices: PriceTable?) throws(CommandError) {
      do throws(RecordingFile.Failure) {
        diary = Mutex(try FleetDiary(path, prices: prices))
      } catch {
        throw CommandError(error, of: "--fleet-recording")
      }
    }

    func add(
      _ fleet: ObservedFleet, _ objects: ClusterObjects, at now: Instant
    ) throws(LiveController.Outlets.Failure) -> FleetRecording? {
      let result: Result<FleetRecording?, LiveController.Outlets.Failure> = diary.withLock {
        diary in
        if let last = diary.last, now <= last {
          return .failure(.init("the clock is not after the last line, \(last.rfc3339)"))
        }
        do throws(RecordingFile.Failure) {
          try diary.add(fleet, objects: objects, at: now)
          return .success(diary.recording)
        } catch {
          return .failure(.init(error.description))
        }
      }
      return try result.get()
    }
  }

  extension WritingOptions {
    /// A recording. A line that a crash cut off is taken away.
    private static func file(_ path: String) throws(CommandError) -> AppendedFile {
      do throws(AppendedFile.Failure) {
        let file = try AppendedFile(path, "a recording", writtenBy: "replica")
        _ = try file.dropCutLine()
        return file
      } catch {
        throw CommandError(error, of: "--recording")
      }
    }
  }

  /// An audit log that one after the other writes.
  private final class AuditBook: Sendable {
    private let log: Mutex<AuditLog<AuditFile>>

    init(_ path: String, following previous: String?, actor: String) throws(CommandError) {
      do throws(AuditFile.Failure) {
        let (file, head) = try AuditFile.open(path, following: previous)
        log = Mutex(AuditLog(to: file, actor: actor, after: head))
      } catch {
        throw CommandError(error, of: "--audit-log")
      }
    }

    func append(
      _ kind: AuditEntry.Kind, _ payload: DocumentValue, at now: Instant
    ) throws(LiveController.Outlets.Failure) -> AuditHead {
      let result: Result<AuditHead, LiveController.Outlets.Failure> = log.withLock { log in
        do throws(AuditError<AuditFile.Failure>) {
          return .success(try log.append(kind, payload, at: now))
        } catch {
          switch error {
          case .sink(let failure): return .failure(.init(failure.description))
          case .payload(let error): return .failure(.init(error.description))
          }
        }
      }
      return try result.get()
    }
  }
#endif
