#if Live
  import Units

  extension LiveController {
    /// How often a sample is kept.
    static let sampleInterval = TimeSpan.minutes(5)
    /// How often it is looked how well the last day was forecast.
    static let scoreInterval = TimeSpan.hours(1)

    /// Keeps a sample when it is time to, and all of the fleet is read: what is old is no news.
    func keepSample() async {
      guard let keep = outlets.keep, steady() >= nextSampleAt else { return }
      for watch in watches where await !watch.isReachable() { return }
      nextSampleAt = steady() + Self.sampleInterval
      let recording: FleetRecording?
      do throws(Outlets.Failure) {
        recording = try keep(reconciler.objects.fleet(reconciler.terms), reconciler.objects, wall())
      } catch {
        report("a sample of the fleet was not kept", error.reason, "")
        return
      }
      guard let recording, steady() >= nextScoreAt else { return }
      nextScoreAt = steady() + Self.scoreInterval
      let zones = settings.zones
      // Weeks of samples take a while; nothing waits for them.
      Task {
        let drift = await Task.detached { ForecastDrift(of: recording, zones: zones) }.value
        if let drift { metrics.note(drift) }
      }
    }
  }
#endif
