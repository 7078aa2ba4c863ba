package import Files

/// What a run read and what it left in its folder, each file with its size and its SHA-256.
///
/// It lies in the folder as `manifest.json`: keys sorted, no clock and no machine in it, so that the same run gives the same
/// bytes. A signature over these very bytes lies beside it.
package struct Manifest: Equatable, Sendable {
    /// The name and version of the format.
    package static let schema = "assize.manifest/1"
    /// The file's name within the folder.
    package static let name = "manifest.json"
    /// The name of the file with the signature: the 64 bytes of Ed25519 (RFC 8032) over the bytes of the manifest.
    package static let signatureName = "manifest.sig"
    /// The most files that a manifest lists, inputs and outputs each.
    package static let fileLimit = FolderListing.limit
    /// The most bytes that a manifest may have.
    package static let byteLimit = 64 << 20

    /// A file as it was when the manifest was written.
    package struct File: Equatable, Sendable {
        /// Of an output the path from the folder; of an input the path as the run was told.
        package var path: String
        /// SHA-256 of its bytes, 64 hexadecimal digits in lower case.
        package var sha256: String
        /// Its size in bytes.
        package var bytes: Int

        /// Describes a file.
        package init(path: String, sha256: String, bytes: Int) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
        }

        /// Describes content that is at hand.
        package init(path: String, content: [UInt8]) {
            self.init(path: path, sha256: Digest.sha256(content), bytes: content.count)
        }

        /// Describes the file at `place`, by default where its path leads.
        package init(path: String, reading place: String? = nil) throws(FilesError) {
            let digest = try Digest.sha256(ofFile: place ?? path)
            self.init(path: path, sha256: digest.sha256, bytes: digest.bytes)
        }
    }

    /// The version of the tool that wrote it.
    package var toolVersion: String
    /// The command that makes the outputs again.
    package var command: String
    /// The files that the run read, in the order of the command.
    package var inputs: [File]
    /// The files in the folder, in ascending order of their paths.
    package var outputs: [File]
    /// The key that signs the manifest; nil if nobody does.
    package var signer: VerifyingKey?

    /// Makes a manifest; outputs are sorted.
    package init(toolVersion: String, command: String, inputs: [File], outputs: [File], signer: VerifyingKey? = nil) {
        self.toolVersion = toolVersion
        self.command = command
        self.inputs = inputs
        self.outputs = outputs.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        self.signer = signer
    }

    /// Reads the manifest of a folder, if it has one.
    ///
    /// - Throws: `FilesError` if it cannot be read or is no JSON, `ReportsError.unexpectedResults` if it is no manifest.
    package init?(inFolder folder: String) throws {
        guard FolderListing.isThere("\(folder)/\(Self.name)") else { return nil }
        try self.init(json: JSON(parsing: MappedFile.read("\(folder)/\(Self.name)", limit: Self.byteLimit)))
    }

    /// The bytes that are written and signed.
    package var bytes: [UInt8] { json.bytes(.indented) }

    /// Writes the manifest, signed with `key` if there is one; a signature of an earlier one is removed.
    package func write(to folder: String, signedWith key: SigningKey?) throws {
        var manifest = self
        manifest.signer = key?.verifying
        let bytes = manifest.bytes
        try OutputFolder.remove("\(folder)/\(Self.signatureName)")
        try AtomicFile.write(bytes, to: "\(folder)/\(Self.name)")
        if let key { try AtomicFile.write(key.signature(of: bytes), to: "\(folder)/\(Self.signatureName)") }
    }
}
