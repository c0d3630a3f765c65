/// 5-Spot as it was released: its rules as pure functions, faults included.
///
/// Each rule follows the recorded behaviour in `Tests/Vectors/5spot`, whose layers are the releases
/// here. `SchedulerProfile.upstream01` and `.upstream03` decide by them.
public enum Upstream {
  /// A release of 5-Spot.
  public enum Release: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// v0.1: the schedule stands in the object, and time is seen by polling (layer A).
    case v01 = "0.1"
    /// v0.3: a provider object says whether the schedule is on, and wakes its users (layer B).
    case v03 = "0.3"

    /// The name of the profile that decides as this release does.
    public var profile: String { "upstream-\(rawValue)" }

    /// The release of a profile's name; nil when it is another profile.
    public init?(profile: String) {
      guard let release = Release.allCases.first(where: { $0.profile == profile }) else {
        return nil
      }
      self = release
    }
  }
}
