import Auditing
import Glibc

/// A file read whole.
enum InputFile {
    /// Returns the bytes of a file.
    ///
    /// - Throws: `AuditError.missingDefinition` if it cannot be opened.
    static func read(_ path: String) throws(AuditError) -> [UInt8] {
        guard FileKind.of(path) == .file, let file = fopen(path, "rb") else {
            throw .missingDefinition("\(path): there is no such file, or it may not be read")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
