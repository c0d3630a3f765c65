import KubernetesClient
import Testing
import Units

@Suite struct AnswerRuleTests {
  @Test func waitsAsTheHeaderSaysBeforeTheBody() throws {
    let body = #"{"kind":"Status","reason":"x","details":{"retryAfterSeconds":7}}"#
    let plain = APIAnswer(status: 503, body: Array(body.utf8))
    let headed = APIAnswer(status: 503, headers: [("retry-after", " 3 ")], body: Array(body.utf8))
    let error = try #require(AnswerRule.error(of: plain, to: .write, description: "POST /x"))
    #expect(error.advice == .retry(after: .seconds(7)))
    #expect(
      AnswerRule.error(of: headed, to: .write, description: "")?.advice
        == .retry(after: .seconds(3)))
  }

  @Test func boundsAWaitThatNobodyWouldSitThrough() {
    let answer = APIAnswer(status: 429, headers: [("Retry-After", "9223372036854775807")])
    #expect(
      AnswerRule.error(of: answer, to: .read, description: "")?.advice
        == .retry(after: .seconds(3_600)))
    let negative = APIAnswer(status: 429, headers: [("Retry-After", "-1")])
    #expect(
      AnswerRule.error(of: negative, to: .read, description: "")?.advice == .retry(after: nil))
  }

  @Test func tellsWhetherABrokenWriteWasSent() {
    let refused = AnswerRule.error(
      ofConnection: "refused", wasSent: false, request: .write, description: "POST /x")
    #expect(refused.advice == .retry(after: nil))
    let cut = AnswerRule.error(
      ofConnection: "reset", wasSent: true, request: .write, description: "POST /x")
    #expect(cut.kind == .outcomeUnknown)
    #expect(cut.advice == .decide)
    let dry = AnswerRule.error(
      ofConnection: "reset", wasSent: true, request: .dryRun, description: "POST /x")
    #expect(dry.advice == .retry(after: nil))
  }

  @Test(arguments: [
    (#"{"code":429,"reason":"TooManyRequests"}"#, APIError.Advice.retry(after: nil)),
    (#"{"code":410,"reason":"Gone"}"#, .relist(continuation: nil)),
    (#"{"reason":"Expired"}"#, .relist(continuation: nil)),
    (#"{"code":500,"message":"etcd"}"#, .relist(continuation: nil)),
    (#"{"message":"?"}"#, .relist(continuation: nil)),
    (#"{"code":403,"reason":"Forbidden"}"#, .decide),
  ])
  func judgesTheErrorOfAWatch(_ text: String, _ advice: APIError.Advice) throws {
    let status = try #require(AnswerRule.status(in: Array(text.utf8)))
    #expect(AnswerRule.error(ofEvent: status, description: "").advice == advice)
  }

  @Test(arguments: ["", "not json", "[1]", "{", #"{"kind":"Pod","status":{}}"#, "{}", "null"])
  func needsNoStatus(_ body: String) throws {
    #expect(AnswerRule.status(in: Array(body.utf8)) == nil)
    let answer = APIAnswer(status: 404, body: Array(body.utf8))
    #expect(AnswerRule.error(of: answer, to: .read, description: "")?.kind == .notServed)
  }

  @Test func readsWarnings() {
    let answer = APIAnswer(
      status: 200,
      headers: [
        ("Warning", #"299 - "unknown field \"spec.cron\"""#),
        ("warning", #"299 - "a", 299 - "b\\""#),
        ("Other", #"299 - "c""#),
      ])
    #expect(answer.warnings == [#"unknown field "spec.cron""#, "a", #"b\"#])
  }

  @Test func backsOffLongerAndNeverBeyond() {
    var backOff = BackOff(first: .milliseconds(100), longest: .seconds(1))
    #expect(backOff.next(unit: 0) == .milliseconds(50))
    #expect(backOff.next(unit: 0.5) == .milliseconds(150))
    for _ in 0..<100 { #expect(backOff.next(unit: 0.999) <= .seconds(1)) }
    #expect(backOff.next(serverWish: .seconds(10), unit: 0.5) == .milliseconds(10_500))
    backOff.reset()
    #expect(backOff.next(unit: 0) == .milliseconds(50))
  }

  @Test func showsNoMoreOfAMessageThanTellsWhatItIsAbout() {
    var status = APIStatus()
    status.message = String(repeating: "secret-", count: 200)
    let error = APIError(
      kind: .invalid, advice: .decide, httpStatus: 422, request: "PATCH /x", status: status)
    #expect(error.description.count < 350)
    #expect(!error.scrubbed { $0.replacing("secret-", with: "·") }.description.contains("secret"))
  }
}
