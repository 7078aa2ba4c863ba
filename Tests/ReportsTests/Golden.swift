import Files
import Glibc
import Reports
import Testing

/// Compares bytes with a file among the fixtures.
///
/// With `ASSIZE_RECORD` set the file is written anew, and the test fails so that no run that records is taken for a pass.
func expectGolden(_ bytes: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    let path = "\(folder)/Fixtures/Reports/\(name)"
    if getenv("ASSIZE_RECORD") != nil {
        try AtomicFile.write(bytes, to: path)
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    let golden = try #require(readFile(path), "no file \(path)", sourceLocation: sourceLocation)
    if golden != bytes {
        let lines = [golden, bytes].map { $0.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }
        let line =
            zip(lines[0], lines[1]).enumerated().first { $1.0 != $1.1 }?.offset ?? min(lines[0].count, lines[1].count)
        let found = line < lines[1].count ? String(decoding: lines[1][line].prefix(400), as: UTF8.self) : "the end"
        Issue.record("differs from \(name) at line \(line + 1): \(found)", sourceLocation: sourceLocation)
    }
}

/// The bytes of a file, or nil if it cannot be read.
func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}
