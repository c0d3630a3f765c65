import SpotScheduler

extension FleetAssembly {
  /// When an object is on, and the object that says so.
  ///
  /// A schedule that cannot be read stands still as it is now: 5-Spot holds the last state of a
  /// provider that it cannot resolve.
  mutating func schedule(
    of object: ObservedScheduledMachine, _ reference: ObjectReference
  ) -> (schedule: LendingSchedule, seen: SeenObject?) {
    let standing: LendingSchedule = object.status.inSchedule ? .always : .never
    switch object.schedule {
    case .inline(let spec):
      do throws(ScheduleError) {
        return (try LendingSchedule(.hours(spec), in: terms.zones), nil)
      } catch {
        find(
          .unresolvedSchedule, reference, "its schedule cannot be read: \(error)",
          remedy: "correct spec.schedule; fivespot lint says where")
        return (standing, nil)
      }
    case .reference(let provider):
      guard let kind = ObjectKind(rawValue: provider.kind) else {
        find(
          .opaqueSchedule, reference,
          "its schedule is a \(provider.kind), of which nothing but the present state is known",
          remedy: "give its windows to the forecast by hand")
        return (standing, nil)
      }
      let name = ObjectReference(kind, reference.namespace, provider.name, in: .management)
      guard let seen = objects.schedules[name] else {
        find(
          .unresolvedSchedule, reference, "there is no \(name.text)",
          remedy: "create it, or correct spec.schedule.name")
        return (standing, nil)
      }
      do throws(ScheduleError) {
        return (
          try LendingSchedule(seen.rule, in: terms.zones), SeenObject(name, seen.version)
        )
      } catch {
        find(
          .unresolvedSchedule, name, "it cannot be read: \(error)",
          remedy: "correct its spec; fivespot lint says where")
        return (standing, SeenObject(name, seen.version))
      }
    }
  }
}
