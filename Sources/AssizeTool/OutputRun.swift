import Auditing
import Files
import Glibc
import Reports

/// A run's folder of results, with what the manifest will say of the run.
struct OutputRun {
    /// Where the files go.
    let folder: ResultsFolder
    /// The command that makes them again.
    var command: String
    /// The files that were read.
    var inputs: [Manifest.File]
    /// The key that signs, if any.
    let key: SigningKey?

    /// Makes the folder.
    init(_ path: String, command: String, inputs: [Manifest.File] = [], key: SigningKey?) throws {
        Self.warn(path, key)
        folder = try ResultsFolder(path)
        self.command = command
        self.inputs = inputs
        self.key = key
    }

    /// Makes the folder for what is rendered from `sources`.
    ///
    /// If they lie in that very folder and its manifest lists them, what is rendered joins the files of the run that made
    /// them, and the manifest goes on to tell of that run.
    init(rendering sources: [String], to path: String, command: String, key: SigningKey?) throws {
        self.key = key
        Self.warn(path, key)
        let names = sources.compactMap { OutputFolder.name(of: $0, within: path) }
        if names.count == sources.count, let manifest = try Self.manifest(of: path),
            names.allSatisfy({ name in manifest.outputs.contains { $0.path == name } })
        {
            folder = try ResultsFolder(path, keeping: manifest.outputs)
            self.command = manifest.command
            inputs = manifest.inputs
        } else {
            inputs = try Self.files(sources)
            folder = try ResultsFolder(path)
            self.command = command
        }
    }

    /// Says that a signature goes: it was for other bytes.
    private static func warn(_ path: String, _ key: SigningKey?) {
        guard key == nil, FolderListing.isThere("\(path)/\(Manifest.signatureName)") else { return }
        Terminal.writeError(
            "assize: warning: \(visible(path)) was signed, and what is written there now is not: read it, then 'assize sign' "
                + "signs it again\n")
    }

    private static func manifest(of folder: String) throws -> Manifest? {
        do { return try Manifest(inFolder: folder) } catch {
            throw UnreadableResults(path: "\(folder)/\(Manifest.name)", fault: error)
        }
    }

    /// Writes the manifest; nothing may be written to the folder after it.
    func finish() throws {
        try folder.finish(toolVersion: Audit.version, command: command, inputs: inputs, signedWith: key)
    }

    /// Describes files that a run read, of a folder the files that lie right in it; standard input and pipes cannot be read
    /// again and are left out.
    static func files(_ paths: [String]) throws -> [Manifest.File] {
        var files: [Manifest.File] = []
        for path in paths where path != "-" {
            if OutputFolder.isFolder(path) {
                for entry in try FolderListing(path).entries where entry.isRegular && !entry.path.contains("/") {
                    files.append(try Manifest.File(path: "\(path)/\(entry.path)"))
                }
            } else if isRegular(path) {
                files.append(try Manifest.File(path: path))
            }
        }
        return files
    }

    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Describes what an audit read: the data as they were counted, and the other files of its definition.
    static func files(of definition: AuditDefinition, _ results: AuditResults) throws -> [Manifest.File] {
        let paths = definition.resolvedPaths
        let read = results.data.files
        let data = read.enumerated().map { index, file in
            Manifest.File(
                path: paths.count == read.count ? paths[index] : file.path, sha256: file.sha256, bytes: file.bytes)
        }
        return try files([definition.file].compactMap(\.self)) + data + files(definition.otherPaths)
    }
}
