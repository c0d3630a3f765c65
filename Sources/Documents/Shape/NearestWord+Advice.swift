extension NearestWord {
  /// `did you mean "count"?` when a word is near, else the words to choose from.
  package static func advice(for word: String, among words: [String], noun: String) -> String? {
    if let nearest = nearest(to: word, among: words) { return "did you mean \"\(nearest)\"?" }
    guard !words.isEmpty else { return nil }
    let shown = words.prefix(12).joined(separator: ", ")
    return words.count > 12
      ? "\(noun): \(shown) and \(words.count - 12) more" : "\(noun): \(shown)"
  }
}
