/// The outside of every page: one self-contained file without script, font or address.
enum PageFrame {
  static func html(title: String, body: String) -> String {
    var page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    page += "style-src 'unsafe-inline'; img-src data:\">\n"
    page += "<title>\(Markup.escape(title)) · fivespot</title>\n"
    page += "<style>\n\(PageStyle.css)</style>\n</head>\n<body>\n<main>\n"
    return page + body + "</main>\n</body>\n</html>\n"
  }
}
