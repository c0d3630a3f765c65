import SpotScheduler
import Testing
import Units

/// The grammars against the recorded behaviour of 5-Spot.
@Suite struct GrammarVectorTests {
  private struct Items: Decodable { var items: [String] }
  private struct Text: Decodable { var text: String }

  @Test func `day lists come out as the vectors say`() throws {
    let vectors = try BehaviourVectors<Items, Outcome<[Int]>>.read("parse_day_ranges")
    #expect(vectors.count == 87)
    for vector in vectors {
      #expect(parsedDays(vector.input.items) == vector.expected, "\(vector.id)")
    }
  }

  @Test func `hour lists come out as the vectors say`() throws {
    let vectors = try BehaviourVectors<Items, Outcome<[Int]>>.read("parse_hour_ranges")
    #expect(vectors.count == 77)
    for vector in vectors {
      #expect(parsedHours(vector.input.items) == vector.expected, "\(vector.id)")
    }
  }

  @Test func `timeouts come out as the vectors say`() throws {
    let vectors = try BehaviourVectors<Text, Outcome<Int64>>.read("parse_duration")
    #expect(vectors.count == 52)
    for vector in vectors {
      #expect(parsedTimeout(vector.input.text) == vector.expected, "\(vector.id)")
    }
  }
}

func parsedDays(_ items: [String]) -> Outcome<[Int]> {
  do {
    return .ok(try DaysOfWeek(parsing: items).weekdays.map { Int($0.rawValue) })
  } catch {
    return .error(error.className)
  }
}

func parsedHours(_ items: [String]) -> Outcome<[Int]> {
  do {
    return .ok(try HoursOfDay(parsing: items).numbers)
  } catch {
    return .error(error.className)
  }
}

func parsedTimeout(_ text: String) -> Outcome<Int64> {
  do {
    let timeout = try TimeoutText.parse(text)
    return .ok(timeout.nanoseconds / 1_000_000_000)
  } catch {
    return .error(error.className)
  }
}
