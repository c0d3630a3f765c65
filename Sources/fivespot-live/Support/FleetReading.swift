#if Live
  import CommandSupport
  import Foundation
  import KubernetesClient
  import LiveMode
  import Synchronization

  /// Reads the clusters of a call once.
  enum FleetReading {
    /// The objects of all clusters; progress and warnings go to standard error.
    static func read(
      _ options: ClusterOptions, isQuiet: Bool
    ) async throws(CommandError) -> ClusterObjects {
      let warnings = SeenWarnings()
      let clusters = try await Clusters.connect(
        options, note: { StandardStreams.note("note: \($0)") },
        observe: { source, record in
          guard !isQuiet else { return }
          for warning in record.warnings where warnings.isNew(warning) {
            StandardStreams.note("note: \(source.text) says: \(Redaction.clean(text: warning))")
          }
        })
      var objects = ClusterObjects()
      let failure: CommandError?
      do throws(CommandError) {
        for cluster in clusters.all { try await read(cluster, into: &objects, isQuiet: isQuiet) }
        failure = nil
      } catch {
        failure = error
      }
      await clusters.shutdown()
      if let failure { throw failure }
      return objects
    }

    private static func read(
      _ cluster: FleetReader.Cluster, into objects: inout ClusterObjects, isQuiet: Bool
    ) async throws(CommandError) {
      let isTerminal = isatty(STDERR_FILENO) == 1
      do throws(APIError) {
        for collection in cluster.collections {
          try await FleetReader.read(collection, over: cluster.client, into: &objects) { progress in
            guard !isQuiet else { return }
            let line =
              "\(collection.source.text): \(progress.count) \(collection.resource.plural)"
            if isTerminal {
              StandardStreams.show("\r\u{1B}[K\(line)\(progress.isWhole ? "\n" : "")")
            } else if progress.isWhole {
              StandardStreams.note(line)
            }
          }
        }
      } catch {
        throw CommandError(error, from: cluster.source)
      }
    }

    /// Tells each warning once.
    private final class SeenWarnings: Sendable {
      private let seen = Mutex<Set<String>>([])

      func isNew(_ warning: String) -> Bool { seen.withLock { $0.insert(warning).inserted } }
    }
  }
#endif
