/// kube-scheduler's score `ImageLocality`: the more of a pod's images a node has, the higher.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/imagelocality/image_locality.go`.
package enum ImageLocality {
  /// An image that a node has.
  package struct Image: Hashable, Sendable {
    /// Its names, each with a tag or digest.
    package var names: [String]
    /// Its size in bytes.
    package var size: Int64

    /// Makes an image.
    package init(names: [String], size: Int64) {
      self.names = names
      self.size = size
    }
  }

  /// Below this an image is not worth a thought, in bytes.
  static let least: Int64 = 23 << 20
  /// Above this per container a node is as good as it gets, in bytes.
  static let mostPerContainer: Int64 = 1_000 << 20

  /// The score of each of `nodes`, given the images of each, for a pod of `images`, which are one a
  /// container. An image counts by the share of the nodes that have it, so that a single node does
  /// not draw everything to itself.
  package static func scores(of nodes: [[Image]], for images: [String]) -> [Int64] {
    let wanted = images.map(normalizedName)
    let holders = wanted.map { name in
      nodes.count { $0.contains { $0.names.contains(name) } }
    }
    let most = mostPerContainer * Int64(images.count)
    return nodes.map { node in
      guard most > least else { return 0 }
      var sum: Int64 = 0
      for (name, count) in zip(wanted, holders) {
        guard let image = node.first(where: { $0.names.contains(name) }) else { continue }
        let spread = Double(count) / Double(nodes.count)
        sum += Int64(Double(image.size) * spread)
      }
      return 100 * (min(max(sum, least), most) - least) / (most - least)
    }
  }

  /// A name with a tag: without one it means `latest`.
  static func normalizedName(_ name: String) -> String {
    let afterSlash = name.utf8.lastIndex(of: UInt8(ascii: "/")).map { name.utf8[$0...] }
    return (afterSlash ?? name.utf8[...]).contains(UInt8(ascii: ":")) ? name : name + ":latest"
  }
}
