import SpotScheduler
import Testing
import Units

/// Evaluation and edges against the recorded behaviour of 5-Spot, with the pinned zone rules.
@Suite struct ScheduleVectorTests {
  @Test func `evaluations come out as the vectors say`() throws {
    let vectors = try BehaviourVectors<Evaluation, EvaluationOutcome>.read("schedule_eval")
    #expect(vectors.count == 145)
    for vector in vectors {
      let spec = vector.input.schedule.spec
      let instant = try Instant(rfc3339: vector.input.instant)
      let outcome: EvaluationOutcome
      do throws(ScheduleError) {
        outcome = EvaluationOutcome(active: try spec.isActive(at: instant, in: .pinned))
      } catch {
        outcome = EvaluationOutcome(error: error.className)
      }
      #expect(outcome == vector.expected, "\(vector.id)")
    }
  }

  @Test func `edges come out as the vectors say`() throws {
    let vectors = try BehaviourVectors<Stretch, EdgesOutcome>.read("schedule_edges")
    #expect(vectors.count == 24)
    for vector in vectors {
      let start = try Instant(rfc3339: vector.input.from)
      let end = try Instant(rfc3339: vector.input.to)
      let edges = try vector.input.schedule.spec.edges(from: start, to: end, in: .pinned)
      #expect(edges.initial == vector.expected.initial, "\(vector.id)")
      #expect(
        edges.map { EdgesOutcome.Edge(instant: $0.instant.rfc3339, isActive: $0.isActive) }
          == vector.expected.edges, "\(vector.id)")
      #expect(edges.activeTime == .seconds(vector.expected.activeSeconds), "\(vector.id)")
    }
  }

  private struct Evaluation: Decodable {
    var schedule: Schedule
    var instant: String
  }

  private struct Stretch: Decodable {
    var schedule: Schedule
    var from: String
    var to: String
  }

  private struct Schedule: Decodable {
    var daysOfWeek: [String]
    var hoursOfDay: [String]
    var timezone: String
    var enabled: Bool

    var spec: ScheduleSpec {
      ScheduleSpec(
        daysOfWeek: daysOfWeek, hoursOfDay: hoursOfDay, timezone: timezone, enabled: enabled)
    }
  }

  private struct EvaluationOutcome: Decodable, Equatable {
    var active: Bool?
    var error: String?
  }

  private struct EdgesOutcome: Decodable {
    struct Edge: Decodable, Equatable {
      var instant: String
      var isActive: Bool

      init(instant: String, isActive: Bool) {
        self.instant = instant
        self.isActive = isActive
      }

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        instant = try values.decode(String.self)
        isActive = try values.decode(Bool.self)
      }
    }

    var initial: Bool
    var edges: [Edge]
    var activeSeconds: Int64
  }
}
