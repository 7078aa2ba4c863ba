package import Files
internal import Synchronization

/// The folder that a run writes its results to; the manifest comes last.
///
/// A manifest that was there goes first, so that a run killed half-way leaves none: a folder without a manifest is one that
/// nobody vouches for.
package final class ResultsFolder: Sendable {
    /// The folder's path.
    package let path: String
    private let outputs: Mutex<[String: Manifest.File]>

    /// Makes the folder, if it does not exist.
    ///
    /// - Parameter kept: The outputs of an earlier run that stand in the new manifest as that run recorded them.
    package init(_ path: String, keeping kept: [Manifest.File] = []) throws(FilesError) {
        self.path = path
        outputs = Mutex(Dictionary(kept.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }))
        try OutputFolder.make(path)
        try OutputFolder.remove("\(path)/\(Manifest.name)")
        try OutputFolder.remove("\(path)/\(Manifest.signatureName)")
    }

    /// Writes a file, in a folder within if `name` has one; safe from several threads at once.
    package func write(_ bytes: [UInt8], to name: String) throws(FilesError) {
        try OutputFolder.make(forFile: "\(path)/\(name)")
        try AtomicFile.write(bytes, to: "\(path)/\(name)")
        let file = Manifest.File(path: name, content: bytes)
        outputs.withLock { $0[name] = file }
    }

    /// Takes in everything that lies in the folder: for runs whose parts write there themselves.
    package func addEverything() throws(FilesError) {
        for entry in try FolderListing(path).entries where entry.isRegular {
            guard Manifest.fault(ofOutput: entry.path) == nil else { continue }
            let isKnown = outputs.withLock { $0[entry.path] != nil }
            if !isKnown { try add(entry.path) }
        }
    }

    /// Takes in a file that another part wrote; nothing happens if it lies elsewhere.
    package func add(fileAt path: String) throws(FilesError) {
        guard let name = OutputFolder.name(of: path, within: self.path), Manifest.fault(ofOutput: name) == nil else {
            return
        }
        try add(name)
    }

    private func add(_ name: String) throws(FilesError) {
        let file = try Manifest.File(path: name, reading: "\(path)/\(name)")
        outputs.withLock { $0[name] = file }
    }

    /// Writes the manifest.
    package func finish(
        toolVersion: String, command: String, inputs: [Manifest.File], signedWith key: SigningKey?
    ) throws {
        let manifest = Manifest(
            toolVersion: toolVersion, command: command, inputs: inputs, outputs: outputs.withLock { Array($0.values) })
        try manifest.write(to: path, signedWith: key)
    }
}
