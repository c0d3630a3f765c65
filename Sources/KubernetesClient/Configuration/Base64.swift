import Foundation

/// The base64 of kubeconfigs and Secrets (RFC 4648 section 4).
package enum Base64 {
  /// Decodes a text; line breaks are allowed, as `base64` prints them. `nil` when it is none.
  package static func decode(_ text: String) -> [UInt8]? {
    let plain = text.filter { !$0.isWhitespace }
    return Data(base64Encoded: plain).map { Array($0) }
  }

  /// Encodes bytes on one line.
  package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
