internal import Files

/// What became of a folder since its manifest was written.
package struct ManifestCheck: Sendable {
    /// What was found of one file.
    package enum State: String, Sendable, CaseIterable {
        case asRecorded = "as recorded"
        case agrees
        case unchecked = "not checked"
        case changed, missing, added, disagrees
    }

    /// A file and what was found of it.
    package struct Finding: Equatable, Sendable {
        /// The file, from the folder, or an input as the run was told.
        package var path: String
        /// What was found.
        package var state: State
        /// What else there is to say.
        package var remark = ""

        /// Whether the folder is not what the manifest says.
        package var isFault: Bool {
            switch state {
            case .asRecorded, .agrees, .unchecked: false
            case .changed, .missing, .added, .disagrees: true
            }
        }
    }

    /// What the signature says.
    package enum Signature: Equatable, Sendable {
        /// Nobody signed: whoever changed the files could have written the manifest anew.
        case none
        /// It holds for the key that the manifest names, and that is the one given, or none was given.
        case holds(VerifyingKey, isGiven: Bool)
        /// It does not hold, or is not by the key given.
        case broken(String)
    }

    /// The manifest.
    package let manifest: Manifest
    /// One finding for each output, then for each thing that is not listed, each page made again, and each input.
    package let findings: [Finding]
    /// What the signature says.
    package let signature: Signature

    /// Whether everything is as recorded and no signature is broken.
    package var isSound: Bool {
        if case .broken = signature { return false }
        return !findings.contains(where: \.isFault)
    }

    /// Compares a folder with its manifest; nil if it has none.
    ///
    /// No path of the manifest is opened unless it leads to a regular file within the folder, and no link is followed; inputs
    /// are read only from the places in `data`.
    ///
    /// - Parameters:
    ///   - key: The key that has to have signed; nil if any may, or nobody.
    ///   - data: Files and folders with what the run read.
    ///   - toolVersion: The version of this tool, which can make again only what it made itself.
    /// - Throws: `FilesError` if something cannot be read, `ReportsError.unexpectedResults` if the manifest is damaged.
    package init?(folder: String, key: VerifyingKey? = nil, data: [String] = [], toolVersion: String) throws {
        let place = "\(folder)/\(Manifest.name)"
        guard FolderListing.isThere(place) else { return nil }
        let bytes = try MappedFile.read(place, limit: Manifest.byteLimit)
        manifest = try Manifest(json: JSON(parsing: bytes))
        let entries = try FolderListing(folder).entries
        let present = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        signature = try Self.signature(manifest, bytes, folder, isThere: present[Manifest.signatureName] != nil, key)
        var findings = try manifest.outputs.map { try Self.finding($0, present[$0.path], folder) }
        findings += try Self.strangers(entries, manifest, folder)
        findings += try Self.pages(manifest, present, folder, toolVersion)
        findings += try Self.inputs(manifest, data)
        self.findings = findings
    }

    private static func finding(
        _ file: Manifest.File, _ entry: FolderListing.Entry?, _ folder: String
    ) throws(FilesError) -> Finding {
        guard let entry else { return Finding(path: file.path, state: .missing) }
        guard entry.isRegular else {
            return Finding(path: file.path, state: .changed, remark: "it is no regular file any more")
        }
        guard entry.bytes == file.bytes else {
            return Finding(
                path: file.path, state: .changed, remark: "\(entry.bytes.grouped) bytes, not \(file.bytes.grouped)")
        }
        let digest = try Digest.sha256(ofFile: "\(folder)/\(file.path)").sha256
        guard digest == file.sha256 else {
            return Finding(
                path: file.path, state: .changed,
                remark: "SHA-256 \(digest.prefix(16))…, not \(file.sha256.prefix(16))…")
        }
        return Finding(path: file.path, state: .asRecorded)
    }

    /// What lies in the folder and is not listed. An input of the run may lie there.
    private static func strangers(
        _ entries: [FolderListing.Entry], _ manifest: Manifest, _ folder: String
    ) throws(FilesError) -> [Finding] {
        let known = Set(manifest.outputs.map(\.path) + [Manifest.name, Manifest.signatureName])
        return try entries.filter { !known.contains($0.path) }.map { entry throws(FilesError) in
            if entry.isRegular, manifest.inputs.contains(where: { $0.bytes == entry.bytes }) {
                let digest = try Digest.sha256(ofFile: "\(folder)/\(entry.path)").sha256
                if let input = manifest.inputs.first(where: { $0.sha256 == digest }) {
                    return Finding(path: entry.path, state: .asRecorded, remark: "the input \(visible(input.path))")
                }
            }
            return Finding(path: entry.path, state: .added, remark: entry.isRegular ? "" : "it is no regular file")
        }
    }

    /// The pages that can be made again from their numbers, in the folder and those within.
    private static func pages(
        _ manifest: Manifest, _ present: [String: FolderListing.Entry], _ folder: String, _ toolVersion: String
    ) throws(FilesError) -> [Finding] {
        var findings: [Finding] = []
        for file in manifest.outputs {
            let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
            for rendered in RenderedFile.all where rendered.name == name {
                let source = String(file.path.dropLast(name.count)) + rendered.source
                guard present[file.path]?.isRegular == true, present[source]?.isRegular == true else { continue }
                let outcome = try rendered.outcome(
                    of: MappedFile.read("\(folder)/\(file.path)"), from: MappedFile.read("\(folder)/\(source)"),
                    toolVersion: toolVersion)
                findings.append(Finding(file.path, source, outcome, toolVersion))
            }
        }
        return findings
    }

    private static func inputs(_ manifest: Manifest, _ data: [String]) throws(FilesError) -> [Finding] {
        var found: [Manifest.File] = []
        for path in data {
            if OutputFolder.isFolder(path) {
                for entry in try FolderListing(path).entries where entry.isRegular {
                    found.append(try Manifest.File(path: "\(path)/\(entry.path)"))
                }
            } else {
                found.append(try Manifest.File(path: path))
            }
        }
        var findings = manifest.inputs.map { input in
            if let same = found.first(where: { $0.sha256 == input.sha256 }) {
                return Finding(path: input.path, state: .asRecorded, remark: "input, the same as \(visible(same.path))")
            }
            if let other = found.first(where: { last($0.path) == last(input.path) }) {
                return Finding(
                    path: input.path, state: .changed,
                    remark:
                        "input; \(visible(other.path)) has SHA-256 \(other.sha256.prefix(16))…, not \(input.sha256.prefix(16))…"
                )
            }
            return Finding(path: input.path, state: .unchecked, remark: "input; name it with --data to check it")
        }
        for file in found
        where !manifest.inputs.contains(where: { $0.sha256 == file.sha256 || last($0.path) == last(file.path) })
            && data.contains(file.path)
        {
            findings.append(Finding(path: file.path, state: .changed, remark: "no input of the run had this content"))
        }
        return findings
    }

    private static func last(_ path: String) -> Substring? { path.split(separator: "/").last }

    private static func signature(
        _ manifest: Manifest, _ bytes: [UInt8], _ folder: String, isThere: Bool, _ key: VerifyingKey?
    ) throws(FilesError) -> Signature {
        guard let signer = manifest.signer else {
            if isThere { return .broken("\(Manifest.signatureName) lies here, but the manifest names no key") }
            return key == nil ? .none : .broken("the manifest is not signed, but --key asks for a signature")
        }
        guard isThere else { return .broken("the manifest names a key, but \(Manifest.signatureName) is missing") }
        let signature = try MappedFile.read("\(folder)/\(Manifest.signatureName)", limit: 1 << 16)
        guard signature.count == 64 else {
            return .broken("\(Manifest.signatureName) has \(signature.count) bytes; a signature of Ed25519 has 64")
        }
        if let key, key != signer {
            return .broken(
                "signed with another key: \(signer.fingerprint.prefix(16))…, not \(key.fingerprint.prefix(16))…")
        }
        guard signer.accepts(signature, of: bytes) else {
            return .broken("the signature does not hold: the manifest or \(Manifest.signatureName) was changed")
        }
        return .holds(signer, isGiven: key != nil)
    }
}

extension ManifestCheck.Finding {
    fileprivate init(_ page: String, _ source: String, _ outcome: RenderedFile.Outcome, _ toolVersion: String) {
        let source = visible(source)
        switch outcome {
        case .same: self.init(path: page, state: .agrees, remark: "what \(source) renders, byte for byte")
        case .other:
            self.init(
                path: page, state: .disagrees,
                remark: "\(source) renders another one: either was changed, or another build of \(toolVersion) made it")
        case .otherVersion(let version):
            self.init(
                path: page, state: .unchecked,
                remark: "made by version \(visible(version)), which alone can make it again from \(source)")
        case .unreadable(let fault):
            self.init(path: page, state: .disagrees, remark: "it cannot be made again from \(source): \(fault)")
        }
    }
}
