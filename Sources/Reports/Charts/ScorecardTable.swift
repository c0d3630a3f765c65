/// How often a promise could have been broken by a variant, and how often it was.
package struct ScorecardCell: Sendable {
  /// How often it could have been broken.
  package var opportunities: Int64
  /// How often it was.
  package var breaches: Int64
  /// The worst breach in words; empty when there was none.
  package var worst: String

  /// Makes a cell.
  package init(opportunities: Int64, breaches: Int64, worst: String) {
    self.opportunities = opportunities
    self.breaches = breaches
    self.worst = worst
  }

  /// `✓`, `✕`, or `–` for a promise that was never put to the test.
  package var sign: String { opportunities == 0 ? "–" : breaches == 0 ? "✓" : "✕" }

  /// `kept`, `broken` or `not tested`.
  package var word: String {
    opportunities == 0 ? "not tested" : breaches == 0 ? "kept" : "broken"
  }

  /// The figures: `0 of 96`, `72 of 96, worst 14 min`.
  package var figures: String {
    guard opportunities > 0 else { return "no occasion" }
    let count =
      "\(NumberText.grouped(breaches)) of \(NumberText.grouped(opportunities))"
    return worst.isEmpty || breaches == 0 ? count : "\(count), worst \(worst)"
  }
}

/// Promises by variant: a breach is red, and says so by a sign and a word.
package struct ScorecardTable: Sendable {
  /// One promise.
  package struct Row: Sendable {
    /// Its name.
    package var promise: String
    /// What is promised, in a sentence.
    package var meaning: String
    /// A cell a variant; nil where the variant has no figures of it.
    package var cells: [ScorecardCell?]

    /// Makes a row.
    package init(promise: String, meaning: String, cells: [ScorecardCell?]) {
      self.promise = promise
      self.meaning = meaning
      self.cells = cells
    }
  }

  /// The variants, a column each.
  package var variants: [String]
  /// The promises.
  package var rows: [Row]

  /// Makes a table; each row has a cell for each variant.
  package init(variants: [String], rows: [Row]) {
    precondition(rows.allSatisfy { $0.cells.count == variants.count }, "a cell for each variant")
    self.variants = variants
    self.rows = rows
  }

  /// The table as HTML.
  package func html() -> String {
    var html = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Promises\">"
    html += "<table class=\"scorecard\"><thead><tr><th scope=\"col\">promise</th>"
    for variant in variants { html += "<th scope=\"col\">\(Markup.escape(variant))</th>" }
    html += "</tr></thead>\n<tbody>"
    for row in rows {
      html += "<tr><th scope=\"row\"><b>\(Markup.escape(row.promise))</b>"
      html += "<span class=\"spread\">\(Markup.prose(row.meaning))</span></th>"
      for cell in row.cells {
        guard let cell else {
          html += "<td class=\"untested\">–</td>"
          continue
        }
        let style =
          cell.opportunities == 0 ? "untested" : cell.breaches == 0 ? "kept" : "broken"
        html += "<td class=\"\(style)\"><b>\(cell.sign) \(cell.word)</b>"
        html += "<span class=\"spread\">\(Markup.prose(cell.figures))</span></td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody></table></div>\n"
    return html + "<p class=\"hint\" aria-hidden=\"true\">← swipe the table sideways →</p>\n"
  }

  /// The same as plain cells.
  package func table() -> DataTable {
    DataTable(
      heads: ["promise"] + variants,
      rows: rows.map { row in
        [row.promise] + row.cells.map { $0.map { "\($0.sign) \($0.word): \($0.figures)" } ?? "–" }
      }, wordColumns: variants.count + 1)
  }
}
