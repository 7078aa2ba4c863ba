import ArgumentParser
import Files
import Glibc
import Reports

/// Whether the manifest of what is written is signed, and by whom.
struct SigningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Signs manifest.json in --out with this private key (Ed25519, PEM); 'assize sign --new-key' makes one.",
            valueName: "key"))
    var sign: String?

    /// The key; read before a run begins, so that a long one does not end for want of it.
    func key() throws -> SigningKey? { try sign.map(KeyFile.signing) }

    /// Refuses a signature of nothing.
    func check(out: String?) throws {
        guard sign == nil || out != nil else {
            throw ValidationError("--sign has nothing to sign: name --out, the folder of what is written")
        }
    }
}

/// Files with keys.
enum KeyFile {
    /// Reads a private key, and warns if others may read it too.
    static func signing(_ path: String) throws -> SigningKey {
        let bytes = try InputFile.read(path)
        let key = try named(path) { () throws(ReportsError) in try SigningKey(pem: bytes) }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
            Terminal.writeError(
                "assize: warning: \(visible(path)) may be read by other users, who can then sign with it: chmod 600\n")
        }
        return key
    }

    /// Reads a public key.
    static func verifying(_ path: String) throws -> VerifyingKey {
        let bytes = try InputFile.read(path)
        return try named(path) { () throws(ReportsError) in try VerifyingKey(pem: bytes) }
    }

    /// Makes a new key: the private half in `path`, which only its owner may read, and the public one beside it.
    ///
    /// - Returns: The path of the public half and its fingerprint.
    static func make(_ path: String) throws -> (path: String, fingerprint: String) {
        let stem = path.hasSuffix(".pem") ? String(path.dropLast(4)) : path
        let other = stem + ".public.pem"
        guard !FolderListing.isThere(other) else {
            throw FilesError.unwritable(
                path: other, step: "create the file", reason: "there is one already; nothing was changed")
        }
        let key = SigningKey()
        try OutputFolder.make(forFile: path)
        try AtomicFile.create(key.pem, at: path, isSecret: true)
        try AtomicFile.create(key.verifying.pem, at: other, isSecret: false)
        return (other, key.verifying.fingerprint)
    }

    private static func named<Key>(_ path: String, _ read: () throws(ReportsError) -> Key) throws -> Key {
        do { return try read() } catch { throw UnreadableResults(path: path, fault: error) }
    }
}
