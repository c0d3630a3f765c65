/// A text that opens doors: a token, a password, a key. It shows itself to nobody by accident:
/// descriptions, dumps and interpolations say that it is there and no more.
package struct Secret: Hashable, Sendable {
  private let bytes: [UInt8]

  /// Hides a text.
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// Hides bytes.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// The text, for the one header or handshake that needs it.
  package var revealed: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes, for the one header or handshake that needs them.
  package var revealedBytes: [UInt8] { bytes }

  /// Whether there is nothing to hide.
  package var isEmpty: Bool { bytes.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "[redacted]" }
  package var debugDescription: String { "[redacted]" }

  /// Without children: `dump` walks over mirrors.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Takes known secrets out of texts that others wrote: an API server's message may quote what was sent.
package struct Redactor: Hashable, Sendable {
  private var secrets: [Secret] = []

  /// A redactor that knows nothing yet.
  package init() {}

  /// Makes a secret known. Short ones are left out: they would tear ordinary words.
  package mutating func learn(_ secret: Secret) {
    guard secret.revealedBytes.count >= 6, !secrets.contains(secret) else { return }
    secrets.append(secret)
    // Rotating tokens: the last ones are those that answers may still quote.
    if secrets.count > 32 { secrets.removeFirst() }
  }

  /// The text with every known secret replaced.
  package func redact(_ text: String) -> String {
    secrets.reduce(text) { $0.replacing($1.revealed, with: "[redacted]") }
  }
}
