internal import Crypto
internal import Files

/// Fingerprints by which files are known again.
package enum Digest {
    /// Returns the SHA-256 of `bytes` in hexadecimal.
    package static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).hexadecimal
    }
}
