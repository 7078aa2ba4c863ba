internal import Crypto
internal import Files

/// The private half of an Ed25519 key (RFC 8032), by which somebody signs.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// What stands before the 32 bytes of the key in PKCS #8 (RFC 8410).
    private static let prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// Makes a new key from the system's source of randomness.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// Reads a key in PEM, as `pem` or `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// - Throws: `ReportsError.badKey` if it is something else; nothing of what was read is repeated.
    package init(pem: [UInt8]) throws(ReportsError) {
        let text = try PEMText(pem)
        switch text.label {
        case "PRIVATE KEY": break
        case "PUBLIC KEY":
            throw .badKey(fault: "this is a public key; signing takes the private one that belongs to it")
        case "ENCRYPTED PRIVATE KEY":
            throw .badKey(
                fault: "the key is locked with a passphrase; 'openssl pkey -in FILE -out OTHER' writes it unlocked")
        default:
            throw .badKey(fault: "'\(visible(text.label))' is no private key in PKCS #8 ('BEGIN PRIVATE KEY')")
        }
        guard text.content.count == Self.prefix.count + 32, text.content.starts(with: Self.prefix),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(text.content.suffix(32)))
        else {
            throw .badKey(
                fault:
                    "this is no Ed25519 key; 'assize sign --new-key FILE' or 'openssl genpkey -algorithm ed25519' makes one"
            )
        }
        self.key = key
    }

    /// The key in PEM (PKCS #8, unlocked): whoever reads it can sign.
    package var pem: [UInt8] {
        PEMText(label: "PRIVATE KEY", content: Self.prefix + Array(key.rawRepresentation)).bytes
    }

    /// The public half, by which anybody can check.
    package var verifying: VerifyingKey { VerifyingKey(key.publicKey) }

    /// Returns the 64 bytes of the signature of `message`.
    ///
    /// - Throws: `ReportsError.badKey` if the key cannot sign.
    package func signature(of message: [UInt8]) throws(ReportsError) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else { throw .badKey(fault: "the key cannot sign") }
        return Array(signature)
    }
}
