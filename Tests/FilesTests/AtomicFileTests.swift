import Glibc
import Testing

@testable import Files

struct AtomicFileTests {
    @Test func `a new file never takes the place of another, and a secret one is its owner's alone`() throws {
        try withFolder { folder in
            let path = folder + "/key"
            try AtomicFile.create(Array("first".utf8), at: path, isSecret: true)
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
            let error = #expect(throws: FilesError.self) {
                try AtomicFile.create(Array("second".utf8), at: path, isSecret: true)
            }
            #expect(error?.description.contains("there is one already") == true)
            #expect(try MappedFile.read(path) == Array("first".utf8))
            #expect(names(folder) == ["key"])
        }
    }

    /// Runs `body` in a new folder and removes it.
    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/assize-tests.XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer {
            for name in names(folder) { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        try body(folder)
    }

    private func names(_ folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    @Test func `a file is written, replaced, and alone in its folder`() throws {
        try withFolder { folder in
            try AtomicFile.write([1, 2, 3], to: "\(folder)/a")
            try AtomicFile.write([4], to: "\(folder)/a")
            try AtomicFile.write([], to: "\(folder)/empty")
            #expect(readFile("\(folder)/a") == [4])
            #expect(readFile("\(folder)/empty") == [])
            #expect(names(folder) == ["a", "empty"])
        }
    }

    @Test func `a write that fails leaves the old file and no temporary one`() throws {
        try withFolder { folder in
            try AtomicFile.write([1], to: "\(folder)/a")
            mkdir("\(folder)/taken", 0o755)
            defer { rmdir("\(folder)/taken") }
            #expect(
                throws: FilesError.unwritable(
                    path: "\(folder)/taken", step: "replace the file", reason: "Is a directory")
            ) {
                try AtomicFile.write([2], to: "\(folder)/taken")
            }
            #expect(readFile("\(folder)/a") == [1])
            #expect(names(folder) == ["a", "taken"])
        }
    }

    @Test func `a folder that is not there is named with the reason`() {
        #expect(
            throws: FilesError.unwritable(
                path: "/no/such/folder/a", step: "create a file in its folder", reason: "No such file or directory")
        ) {
            try AtomicFile.write([1], to: "/no/such/folder/a")
        }
    }
}

/// The bytes of a file, or nil if it cannot be read.
private func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}
