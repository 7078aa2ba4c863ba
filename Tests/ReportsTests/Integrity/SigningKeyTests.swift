import Files
import Testing

@testable import Reports

struct SigningKeyTests {
    /// RFC 8410, sections 10.3 and 10.1: a private key and the public key that belongs to it.
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """
    static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """

    @Test func `the keys of the standard are read and written as they stand there`() throws {
        let key = try SigningKey(pem: Array(Self.privateKey.utf8))
        #expect(key.pem == Array(Self.privateKey.utf8))
        #expect(key.verifying.pem == Array(Self.publicKey.utf8))
        #expect(try VerifyingKey(pem: Array(Self.publicKey.utf8)) == key.verifying)
        // Line ends of another system and words before the key do not matter.
        let others = "a key\r\n" + Self.publicKey.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
        #expect(try VerifyingKey(pem: Array(others.utf8)) == key.verifying)
    }

    @Test func `the first signature of RFC 8032 is made and accepted`() throws {
        func bytes(_ text: String) -> [UInt8] {
            let digits = Array(text)
            return stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...($0 + 1)]), radix: 16)
            }
        }
        let seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let prefix = bytes("302e020100300506032b657004220420")
        let key = try SigningKey(pem: PEMText(label: "PRIVATE KEY", content: prefix + seed).bytes)
        #expect(
            key.verifying.bytes == bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
        let signature = try key.signature(of: [])
        #expect(
            signature
                == bytes(
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                        + "d25bf5f0595bbe24655141438e7a100b"))
        #expect(key.verifying.accepts(signature, of: []))
        #expect(!key.verifying.accepts(signature, of: [0]))
        #expect(!SigningKey().verifying.accepts(signature, of: []))
        #expect(!key.verifying.accepts([], of: []))
    }

    @Test(arguments: [
        ("", "begins with '-----BEGIN'"), ("hello", "begins with '-----BEGIN'"),
        ("-----BEGIN PRIVATE KEY-----\nMC4C\n", "the key is cut short"),
        ("-----BEGIN PRIVATE KEY-----\nM*4C\n-----END PRIVATE KEY-----\n", "not Base64"),
        ("-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n", "no Ed25519 key"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4C\n-----END ENCRYPTED PRIVATE KEY-----\n", "passphrase"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMC4C\n-----END RSA PRIVATE KEY-----\n",
            "'RSA PRIVATE KEY' is no private key"
        ),
        (publicKey, "this is a public key"),
    ])
    func `what is no private key is refused with what it is`(text: String, words: String) {
        let error = #expect(throws: ReportsError.self) { try SigningKey(pem: Array(text.utf8)) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(throws: ReportsError.self) { try SigningKey(pem: [0xFF, 0xFE]) }
    }

    @Test func `a private key is not taken for a public one`() {
        let error = #expect(throws: ReportsError.self) { try VerifyingKey(pem: Array(Self.privateKey.utf8)) }
        #expect(error?.description.contains("nobody but its owner") == true)
    }
}
