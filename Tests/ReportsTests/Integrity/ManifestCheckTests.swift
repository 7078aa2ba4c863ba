import FairnessMetrics
import Files
import Foundation
import TestSupport
import Testing

@testable import Reports

struct ManifestCheckTests {
    private static let version = SampleResults.small().toolVersion

    /// A folder with results and their page as a run writes them, besides the data that it read.
    private static func withResults<Result>(
        signedWith key: SigningKey? = nil, _ body: (_ folder: URL, _ data: String) throws -> Result
    ) throws -> Result {
        try Places.withTemporaryFolder { place in
            let data = place.appending(path: "people.csv").path
            try Data("a,b\n1,2\n".utf8).write(to: URL(filePath: data))
            let path = place.appending(path: "report").path
            let folder = try ResultsFolder(path)
            let results = SampleResults.small()
            try folder.write(results.json.bytes(.indented), to: "results.json")
            try folder.write(AuditReport.html(for: results), to: "report.html")
            try folder.write(Array("part".utf8), to: "part/answers.csv")
            try folder.finish(
                toolVersion: version, command: "assize audit people.csv",
                inputs: [Manifest.File(path: "people.csv", reading: data)], signedWith: key)
            return try body(URL(filePath: path), data)
        }
    }

    private static func check(
        _ folder: URL, key: VerifyingKey? = nil, data: [String] = [], version: String = version
    ) throws -> ManifestCheck {
        try #require(try ManifestCheck(folder: folder.path, key: key, data: data, toolVersion: version))
    }

    private static func states(_ check: ManifestCheck) -> [String] {
        check.findings.map { "\($0.path) \($0.state.rawValue)" }
    }

    private static func change(_ file: URL, _ edit: (inout Data) -> Void) throws {
        var data = try Data(contentsOf: file)
        edit(&data)
        try data.write(to: file)
    }

    @Test func `a folder as it was written is sound, and its page is what its numbers render`() throws {
        try Self.withResults { folder, data in
            let check = try Self.check(folder)
            #expect(check.isSound && check.signature == .none)
            #expect(
                Self.states(check) == [
                    "part/answers.csv as recorded", "report.html as recorded", "results.json as recorded",
                    "report.html agrees", "people.csv not checked",
                ])
            #expect(check.text(of: "report").hasSuffix("3 files as recorded; nobody signed.\n"))
            #expect(try Self.states(Self.check(folder, data: [data])).last == "people.csv as recorded")
            #expect(try ManifestCheck(folder: folder.path + "/part", toolVersion: Self.version) == nil)
        }
    }

    @Test func `what was changed, removed and added is told file by file`() throws {
        try Self.withResults { folder, _ in
            try Self.change(folder.appending(path: "report.html")) { $0[$0.count - 3] ^= 1 }
            try FileManager.default.removeItem(at: folder.appending(path: "part/answers.csv"))
            try Data("x".utf8).write(to: folder.appending(path: "part/more.csv"))
            let check = try Self.check(folder)
            #expect(!check.isSound)
            #expect(
                Self.states(check) == [
                    "part/answers.csv missing", "report.html changed", "results.json as recorded",
                    "part/more.csv added", "report.html disagrees", "people.csv not checked",
                ])
            #expect(
                check.text(of: "report").hasSuffix(
                    "This is not what was written: 1 changed, 1 missing, 1 added, 1 not what its numbers render.\n"))
        }
    }

    @Test func `numbers and manifest changed together still do not render the page`() throws {
        try Self.withResults { folder, _ in
            var results = SampleResults.small()
            results.assessment.disparities[0].verdict = .noMaterialDisparity
            let bytes = results.json.bytes(.indented)
            try Data(bytes).write(to: folder.appending(path: "results.json"))
            var manifest = try #require(try Manifest(inFolder: folder.path))
            let place = try #require(manifest.outputs.firstIndex { $0.path == "results.json" })
            manifest.outputs[place] = .init(path: "results.json", content: bytes)
            try manifest.write(to: folder.path, signedWith: nil)
            let check = try Self.check(folder)
            #expect(!check.isSound && check.findings.filter(\.isFault).map(\.state) == [.disagrees])
            // A page of another version is left alone, and its numbers that cannot be read are told.
            #expect(
                try Self.check(folder, version: "9").findings.contains { $0.remark.contains("made by version 0.1.0") })
            try Self.change(folder.appending(path: "results.json")) { $0.removeLast(40) }
            let damaged = try Self.check(folder)
            #expect(damaged.findings.contains { $0.state == .disagrees && $0.remark.contains("cannot be made again") })
        }
    }

    @Test func `a link, a pipe and a folder in a file's place are told and not opened`() throws {
        try Self.withResults { folder, data in
            let manager = FileManager.default
            let page = folder.appending(path: "report.html")
            let copy = folder.deletingLastPathComponent().appending(path: "elsewhere.html")
            try manager.moveItem(at: page, to: copy)
            try manager.createSymbolicLink(at: page, withDestinationURL: copy)
            let part = folder.appending(path: "part/answers.csv")
            try manager.removeItem(at: part)
            #expect(mkfifo(part.path, 0o600) == 0)
            #expect(
                try Self.states(Self.check(folder)).prefix(3) == [
                    "part/answers.csv changed", "report.html changed", "results.json as recorded",
                ])
            try manager.removeItem(at: part)
            try manager.createDirectory(at: part, withIntermediateDirectories: true)
            #expect(try Self.states(Self.check(folder)).first == "part/answers.csv missing")
        }
    }

    @Test func `data are known again by what they hold`() throws {
        try Self.withResults { folder, data in
            let other = folder.deletingLastPathComponent().appending(path: "copy.csv")
            try FileManager.default.copyItem(atPath: data, toPath: other.path)
            #expect(try Self.check(folder, data: [other.path]).isSound)
            try Self.change(URL(filePath: data)) { $0[0] = 0x41 }
            let changed = try Self.check(folder, data: [data])
            #expect(!changed.isSound && changed.findings.last?.state == .changed)
            try Data("other".utf8).write(to: other)
            let stranger = try Self.check(folder, data: [other.path])
            #expect(stranger.findings.last?.remark == "no input of the run had this content")
            #expect(throws: FilesError.self) { try Self.check(folder, data: [data + ".none"]) }
            // An input that lies in the folder itself is no stranger there.
            try Data("a,b\n1,2\n".utf8).write(to: folder.appending(path: "people.csv"))
            #expect(try Self.check(folder).isSound)
        }
    }

    @Test func `a signature holds for its key and for the bytes that were signed`() throws {
        let key = SigningKey()
        try Self.withResults(signedWith: key) { folder, _ in
            let manifest = folder.appending(path: "manifest.json")
            let signature = folder.appending(path: "manifest.sig")
            #expect(try Self.check(folder).signature == .holds(key.verifying, isGiven: false))
            let signed = try Self.check(folder, key: key.verifying)
            #expect(signed.signature == .holds(key.verifying, isGiven: true))
            #expect(signed.text(of: "report").hasSuffix("3 files as signed.\n"))
            guard case .broken(let other) = try Self.check(folder, key: SigningKey().verifying).signature else {
                Issue.record("another key was accepted")
                return
            }
            #expect(other.contains("signed with another key"))
            // A blank more is the same JSON and not the same bytes.
            let (text, bytes) = (try Data(contentsOf: manifest), try Data(contentsOf: signature))
            #expect(bytes.count == 64)
            try Self.change(manifest) { $0.append(0x20) }
            #expect(try Self.check(folder).signature == .broken(Self.brokenWords))
            try text.write(to: manifest)
            try Self.change(signature) { $0[7] ^= 1 }
            #expect(try Self.check(folder).signature == .broken(Self.brokenWords))
            try Self.change(signature) { $0.removeLast() }
            #expect(try !Self.check(folder).isSound)
            try FileManager.default.removeItem(at: signature)
            #expect(try !Self.check(folder).isSound)
            // Without the names of the signer nothing is signed, and that shows where a signature is asked for.
            var bare = try #require(try Manifest(inFolder: folder.path))
            bare.signer = nil
            try bare.write(to: folder.path, signedWith: nil)
            #expect(try Self.check(folder).isSound)
            #expect(try !Self.check(folder, key: key.verifying).isSound)
            try bytes.write(to: signature)
            #expect(try !Self.check(folder).isSound)
        }
    }

    private static let brokenWords = "the signature does not hold: the manifest or manifest.sig was changed"

    @Test func `a run takes away the manifest and signature of the one before`() throws {
        try Self.withResults(signedWith: SigningKey()) { folder, _ in
            let run = try ResultsFolder(folder.path)
            #expect(try Manifest(inFolder: folder.path) == nil)
            #expect(!FolderListing.isThere(folder.path + "/manifest.sig"))
            try run.write([1], to: "report.html")
            try run.finish(toolVersion: Self.version, command: "", inputs: [], signedWith: nil)
            #expect(try Self.check(folder).findings.filter { $0.state == .added }.count == 2)
        }
    }
}
