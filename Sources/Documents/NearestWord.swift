/// Finds what somebody meant who typed something else.
package enum NearestWord {
  /// The word among the candidates that takes the fewest typing mistakes, if few enough to be likely.
  ///
  /// A mistake is a letter missing, added, changed or swapped with its neighbour; a change of case is half of one. Of
  /// equally near words the first wins.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(2, word.unicodeScalars.count / 3) * 2
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(word, candidate)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// The mistakes between two words, in halves.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars.prefix(64))
    let right = Array(right.unicodeScalars.prefix(64))
    var beforeLast: [Int] = []
    var last = Array(0...right.count).map { $0 * 2 }
    for row in left.indices {
      var current = [(row + 1) * 2]
      for column in right.indices {
        var cost = last[column] + difference(left[row], right[column])
        cost = min(cost, last[column + 1] + 2, current[column] + 2)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 2)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }

  private static func difference(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Int {
    if left == right { return 0 }
    return left.properties.lowercaseMapping == right.properties.lowercaseMapping ? 1 : 2
  }
}
