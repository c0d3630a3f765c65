package import Units

/// The largest shapes of a fleet: says at once whether a request fits any node when it is empty.
///
/// A shape that fits inside another one says nothing new and is dropped, so thousands of nodes come
/// down to a handful of shapes.
package struct CapacityFrontier: Sendable {
  /// The shapes of which none fits inside another, in order of first appearance.
  package private(set) var shapes: [ResourceVector] = []

  /// Collects the largest of `capacities`.
  package init(_ capacities: some Sequence<ResourceVector>) {
    for capacity in capacities where !shapes.contains(where: { capacity.fits(in: $0) }) {
      shapes.removeAll { $0.fits(in: capacity) }
      shapes.append(capacity)
    }
  }

  /// Whether an empty node of the fleet has room for `request`.
  package func admits(_ request: ResourceVector) -> Bool {
    for shape in shapes where request.fits(in: shape) { return true }
    return false
  }
}
