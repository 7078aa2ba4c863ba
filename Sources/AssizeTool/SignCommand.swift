import ArgumentParser
import Auditing
import Files
import Reports

/// `assize sign`: vouches for a folder of results, or makes the key to do so.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs a folder of results that somebody has read, or makes a key to sign with.",
        discussion: """
            FOLDER is what audit, report, adjust, rebalance, debias, explain, clean or slices wrote; its manifest.json lists \
            every file with its SHA-256. The folder is verified first, and nothing is signed that is not as recorded. The \
            signature, Ed25519 over the bytes of manifest.json, goes to manifest.sig; openssl can check it:
              openssl pkeyutl -verify -rawin -pubin -inkey me.public.pem -sigfile FOLDER/manifest.sig -in FOLDER/manifest.json

            Examples:
              assize sign --new-key me.pem
              assize sign report --key me.pem
            """)

    @Argument(help: "The folder of results.")
    var folder: String?

    @Option(help: "The private key (Ed25519, PEM) that signs.")
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Makes a key: the private half in this file, which nobody else may read, the public one in NAME.public.pem.",
            valueName: "file"))
    var newKey: String?

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    func validate() throws {
        if newKey != nil {
            guard folder == nil, key == nil else {
                throw ValidationError("--new-key makes a key and signs nothing: omit FOLDER and --key")
            }
        } else {
            guard folder != nil else { throw ValidationError("name the FOLDER to sign, or --new-key to make a key") }
            guard key != nil else {
                throw ValidationError("--key is missing: who signs? 'assize sign --new-key FILE' makes a key")
            }
        }
    }

    func run() throws {
        if let newKey {
            let made = try KeyFile.make(newKey)
            guard !quiet else { return }
            Terminal.write(
                """
                Written: \(newKey): keep it; whoever has it signs as you
                Written: \(made.path): give it to those who check
                SHA-256 of the public key: \(made.fingerprint)

                """)
            return
        }
        guard let folder = folder.map(ManifestPlace.folder), let key else { return }
        let signing = try KeyFile.signing(key)
        let check = try ManifestPlace.check(folder, key: nil, data: [])
        guard !check.findings.contains(where: \.isFault) else {
            Terminal.writeError(check.text(of: folder))
            throw UnreadableResults(path: folder, fault: ReportsError.notSigned)
        }
        try check.manifest.write(to: folder, signedWith: signing)
        guard !quiet else { return }
        Terminal.write("Signed: \(folder)/manifest.json with the key of SHA-256 \(signing.verifying.fingerprint)\n")
    }
}

/// A folder with a manifest, as a user names it.
enum ManifestPlace {
    /// The folder of what may be its manifest.
    static func folder(_ path: String) -> String {
        if path == Manifest.name { return "." }
        let ending = "/" + Manifest.name
        return path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path
    }

    /// Compares the folder with its manifest.
    ///
    /// - Throws: `AuditError.missingDefinition` if it has none; `UnreadableResults` if that is damaged.
    static func check(_ folder: String, key: VerifyingKey?, data: [String]) throws -> ManifestCheck {
        guard OutputFolder.isFolder(folder) else {
            throw AuditError.missingDefinition("\(folder): there is no such folder")
        }
        do {
            if let check = try ManifestCheck(folder: folder, key: key, data: data, toolVersion: Audit.version) {
                return check
            }
        } catch let fault as ReportsError {
            throw UnreadableResults(path: "\(folder)/\(Manifest.name)", fault: fault)
        } catch let fault as FilesError {
            if case .malformedJSON = fault { throw UnreadableResults(path: "\(folder)/\(Manifest.name)", fault: fault) }
            throw fault
        }
        throw AuditError.missingDefinition(
            "\(folder) has no \(Manifest.name): it was not written by a version of assize that makes one, or the run was "
                + "ended before its end")
    }
}
