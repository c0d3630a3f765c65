/// Brings the scores of a plugin onto the scale from 0 to 100.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/helper/normalize_score.go`.
package enum ScoreNormalization {
  /// Scores as hundredths of the greatest, rounded down; what they lack of 100 when less is better.
  /// Without any score all are 0, or 100 when less is better.
  package static func normalized(_ scores: [Int64], lessIsBetter: Bool = false) -> [Int64] {
    let greatest = scores.max() ?? 0
    guard greatest > 0 else {
      return lessIsBetter ? scores.map { _ in 100 } : scores
    }
    return scores.map { score in
      let part = 100 * score / greatest
      return lessIsBetter ? 100 - part : part
    }
  }
}
