import Files
import Testing

@testable import Reports

struct ManifestTests {
    static let digest = String(repeating: "ab", count: 32)
    static let manifest = Manifest(
        toolVersion: "0.1.0", command: "assize audit x.csv",
        inputs: [.init(path: "../data/x.csv", sha256: digest, bytes: 12)],
        outputs: [.init(path: "results.json", sha256: digest, bytes: 3), .init(path: "report.html", content: [1, 2])])

    @Test func `a manifest read back is the same, and so are its bytes`() throws {
        var manifest = Self.manifest
        #expect(manifest.outputs.map(\.path) == ["report.html", "results.json"])
        for signer in [nil, SigningKey().verifying] {
            manifest.signer = signer
            let again = try Manifest(json: JSON(parsing: manifest.bytes))
            #expect(again == manifest && again.bytes == manifest.bytes)
        }
    }

    @Test(arguments: [
        (#""path":"report.html""#, #""path":"../report.html""#, "outputs[0].path", "leads out of the folder"),
        (#""path":"report.html""#, #""path":"a/../../x""#, "outputs[0].path", "leads out of the folder"),
        (#""path":"report.html""#, #""path":"/etc/passwd""#, "outputs[0].path", "is absolute"),
        (#""path":"report.html""#, #""path":"a//b""#, "outputs[0].path", "empty part"),
        (#""path":"report.html""#, #""path":"./a""#, "outputs[0].path", "the part '.'"),
        (#""path":"report.html""#, #""path":"""#, "outputs[0].path", "a path is empty"),
        (#""path":"report.html""#, #""path":"a\u0000b""#, "outputs[0].path", "control character"),
        (#""path":"report.html""#, #""path":"manifest.json""#, "outputs[0].path", "the manifest itself"),
        (#""path":"report.html""#, #""path":"results.json""#, "outputs[1].path", "listed twice"),
        (#""bytes":2"#, #""bytes":-1"#, "outputs[0].bytes", "no file has -1 bytes"),
        (#""bytes":2"#, #""bytes":9000000000000000000"#, "outputs[0].bytes", "no file has"),
        (#""bytes":2"#, #""bytes":1e300"#, "outputs[0].bytes", "a whole number must stand here"),
        (#""bytes":12"#, #""bytes":"12""#, "inputs[0].bytes", "a whole number must stand here"),
        (#""sha256":"abab"#, #""sha256":"ABab"#, "inputs[0].sha256", "64 hexadecimal digits"),
        (#""sha256":"abab"#, #""sha256":"ab"#, "inputs[0].sha256", "64 hexadecimal digits"),
        ("assize.manifest/1", "assize.manifest/2", "schema", "is newer than assize.manifest/1"),
        ("assize.manifest/1", "assize.results/1", "schema", "this version reads assize.manifest/1 here"),
        (#""outputs":["#, #""output":["#, "", "'outputs' is missing"),
        (#""version":"0.1.0""#, #""version":1"#, "tool.version", "a text must stand here"),
    ])
    func `a hostile manifest is refused with the place`(
        from: String, to: String, path: String, words: String
    ) throws {
        let text = String(decoding: Self.manifest.json.bytes(), as: UTF8.self)
        let changed = text.replacingCharacters(in: try #require(text.firstRange(of: from)), with: to)
        let error = #expect(throws: ReportsError.self) { try Manifest(json: JSON(parsing: Array(changed.utf8))) }
        guard case .unexpectedResults(let found, let fault)? = error else { return }
        #expect(found == path)
        #expect(fault.contains(words), "\(fault)")
    }

    @Test(arguments: [
        (#""algorithm":"Ed25519""#, #""algorithm":"none""#, "is not Ed25519"),
        (#""public_key":""#, #""public_key":"AAAA"#, "32 bytes in Base64"),
        (#""public_key":""#, #""public_key":"*"#, "32 bytes in Base64"),
    ])
    func `a signer that is none is refused`(from: String, to: String, words: String) throws {
        var manifest = Self.manifest
        manifest.signer = SigningKey().verifying
        let text = String(decoding: manifest.json.bytes(), as: UTF8.self)
        let changed = text.replacingCharacters(in: try #require(text.firstRange(of: from)), with: to)
        let error = #expect(throws: ReportsError.self) { try Manifest(json: JSON(parsing: Array(changed.utf8))) }
        #expect(error?.description.contains(words) == true)
    }
}
