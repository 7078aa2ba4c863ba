internal import Crypto
internal import Files

/// The public half of an Ed25519 key, by which anybody can check a signature.
package struct VerifyingKey: Equatable, Sendable {
    /// The 32 bytes of the key.
    package let bytes: [UInt8]

    /// What stands before them in a SubjectPublicKeyInfo (RFC 8410).
    private static let prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    /// Makes a key of the library's.
    init(_ key: Curve25519.Signing.PublicKey) { bytes = Array(key.rawRepresentation) }

    /// Makes a key from its 32 bytes; nil if there are more or fewer.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil else {
            return nil
        }
        self.bytes = bytes
    }

    /// Reads a key in PEM, as `pem` or `openssl pkey -pubout` writes it.
    ///
    /// - Throws: `ReportsError.badKey` if it is something else.
    package init(pem: [UInt8]) throws(ReportsError) {
        let text = try PEMText(pem)
        guard text.label == "PUBLIC KEY" else {
            throw .badKey(
                fault: text.label.hasSuffix("PRIVATE KEY")
                    ? "this is a private key, which nobody but its owner should have; checking takes the public one"
                    : "'\(visible(text.label))' is no public key ('BEGIN PUBLIC KEY')")
        }
        guard text.content.count == Self.prefix.count + 32, text.content.starts(with: Self.prefix),
            let key = VerifyingKey(bytes: Array(text.content.suffix(32)))
        else { throw .badKey(fault: "this is no Ed25519 key, the only kind that signs a manifest") }
        self = key
    }

    /// The key in PEM (SubjectPublicKeyInfo).
    package var pem: [UInt8] { PEMText(label: "PUBLIC KEY", content: Self.prefix + bytes).bytes }

    /// What people compare to know a key again: the SHA-256 of its SubjectPublicKeyInfo.
    package var fingerprint: String { Digest.sha256(Self.prefix + bytes) }

    /// Whether the holder of the private half signed `message`.
    package func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
