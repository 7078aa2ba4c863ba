import Foundation
import TestSupport
import Testing

/// Manifests, signatures and their check as a shell sees them.
struct VerifyCommandTests {
    private static func tool(_ arguments: [String], in folder: URL) throws -> BuiltTool.Run {
        try BuiltTool.run(arguments, in: folder)
    }

    private static func withAudit<Result>(_ more: [String] = [], _ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try Data(AuditCommandTests.table.utf8).write(to: folder.appending(path: "people.csv"))
            let key = try tool(["sign", "--new-key", "me.pem"], in: folder)
            #expect(key.status == 0, "\(key.errors)")
            let run = try tool(
                ["audit", "people.csv", "--out", "report", "-q"] + AuditCommandTests.roles + more, in: folder)
            #expect(run.status == 0, "\(run.errors)")
            return try body(folder)
        }
    }

    @Test func `an audit that is signed is verified with the public key and with the data`() throws {
        try Self.withAudit(["--sign", "me.pem", "--junit", "report/gates.xml"]) { folder in
            let run = try Self.tool(
                ["verify", "report", "--key", "me.public.pem", "--data", "people.csv"], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasSuffix("3 files as signed.\n"), "\(run.output)")
            #expect(run.output.contains("agrees      report.html: what results.json renders, byte for byte"))
            #expect(run.output.contains("as recorded people.csv: input, the same as people.csv"))
            #expect(!run.output.contains("me.pem"))
            // The command in the results says nothing of who signs.
            let results = try String(contentsOf: folder.appending(path: "report/results.json"), encoding: .utf8)
            #expect(!results.contains("--sign"))
            let file = try Self.tool(["verify", "report/manifest.json", "-q"], in: folder)
            #expect(file.status == 0 && file.output.isEmpty)
        }
    }

    @Test func `a person signs after reading, and nobody signs what was changed`() throws {
        try Self.withAudit { folder in
            let unsigned = try Self.tool(["verify", "report"], in: folder)
            #expect(unsigned.status == 0 && unsigned.output.hasSuffix("2 files as recorded; nobody signed.\n"))
            let asked = try Self.tool(["verify", "report", "--key", "me.public.pem"], in: folder)
            #expect(asked.status == 65 && asked.errors.contains("not signed, but --key asks"))
            let signed = try Self.tool(["sign", "report", "--key", "me.pem"], in: folder)
            #expect(signed.status == 0, "\(signed.errors)")
            #expect(try Self.tool(["verify", "report", "--key", "me.public.pem"], in: folder).status == 0)
            let rendered = try Self.tool(["report", "report/results.json", "--out", "report", "-q"], in: folder)
            #expect(
                rendered.status == 0 && rendered.errors.contains("was signed, and what is written there now is not"))
            #expect(try Self.tool(["verify", "report", "--key", "me.public.pem"], in: folder).status == 65)
            let page = folder.appending(path: "report/report.html")
            try Data((String(contentsOf: page, encoding: .utf8) + " ").utf8).write(to: page)
            let changed = try Self.tool(["verify", "report"], in: folder)
            #expect(changed.status == 65 && changed.output.isEmpty)
            #expect(changed.errors.contains("changed     report.html"))
            let again = try Self.tool(["sign", "report", "--key", "me.pem"], in: folder)
            #expect(again.status == 65 && again.errors.contains("nothing was signed"))
        }
    }

    @Test func `a page rendered into the folder of its results joins their manifest`() throws {
        try Self.withAudit { folder in
            let page = folder.appending(path: "report/report.html")
            let first = try Data(contentsOf: page)
            try FileManager.default.removeItem(at: page)
            #expect(try Self.tool(["verify", "report"], in: folder).status == 65)
            let run = try Self.tool(["report", "report/results.json", "--out", "report/", "-q"], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try Data(contentsOf: page) == first)
            let check = try Self.tool(["verify", "report"], in: folder)
            #expect(check.status == 0 && check.output.contains("assize audit people.csv"), "\(check.errors)")
            // Elsewhere the results are an input.
            let other = try Self.tool(
                ["report", "report/results.json", "--out", "other", "--sign", "me.pem"], in: folder)
            #expect(other.status == 0)
            let away = try Self.tool(["verify", "other", "--data", "report/results.json"], in: folder)
            #expect(away.status == 0 && away.output.contains("as recorded report/results.json: input"))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "other").path)
            #expect(names.sorted() == ["manifest.json", "manifest.sig", "report.html"])
        }
    }

    @Test func `keys are made once, and what is no key is named`() throws {
        try Places.withTemporaryFolder { folder in
            #expect(try Self.tool(["sign", "--new-key", "me.pem"], in: folder).status == 0)
            let key = folder.appending(path: "me.pem")
            let mode = try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let bytes = try Data(contentsOf: key)
            let again = try Self.tool(["sign", "--new-key", "me.pem"], in: folder)
            #expect(again.status == 74 && again.errors.contains("there is one already"), "\(again.errors)")
            #expect(try Data(contentsOf: key) == bytes)
            try FileManager.default.removeItem(at: folder.appending(path: "me.public.pem"))
            #expect(try Self.tool(["sign", "--new-key", "me.pem"], in: folder).status == 74)
            #expect(try Data(contentsOf: key) == bytes)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key.path)
            try Data("a\n1\n".utf8).write(to: folder.appending(path: "a.csv"))
            let audit = ["audit", "a.csv", "--label", "a", "--protected", "a", "--out", "r"]
            let open = try Self.tool(audit + ["--sign", "me.pem"], in: folder)
            #expect(open.errors.contains("may be read by other users"))
            let none = try Self.tool(audit + ["--sign", "a.csv"], in: folder)
            #expect(none.status == 65 && none.errors.contains("a.csv: this is no key in PEM"))
            let missing = try Self.tool(audit + ["--sign", "none.pem"], in: folder)
            #expect(missing.status == 66)
            #expect(try Self.tool(Array(audit.dropLast(2)) + ["--sign", "me.pem"], in: folder).status == 64)
        }
    }

    @Test func `a folder without manifest and a damaged manifest are told apart`() throws {
        try Self.withAudit { folder in
            let manifest = folder.appending(path: "report/manifest.json")
            let text = try String(contentsOf: manifest, encoding: .utf8)
            try Data(text.dropLast(20).utf8).write(to: manifest)
            let damaged = try Self.tool(["verify", "report"], in: folder)
            #expect(damaged.status == 65 && damaged.errors.contains("report/manifest.json"), "\(damaged.errors)")
            try Data(text.replacingOccurrences(of: "\"report.html\"", with: "\"../people.csv\"").utf8)
                .write(to: manifest)
            let hostile = try Self.tool(["verify", "report"], in: folder)
            #expect(hostile.status == 65 && hostile.errors.contains("leads out of the folder"))
            try FileManager.default.removeItem(at: manifest)
            let bare = try Self.tool(["verify", "report"], in: folder)
            #expect(bare.status == 66 && bare.errors.contains("report has no manifest.json"))
            #expect(try Self.tool(["verify", "none"], in: folder).status == 66)
        }
    }
}
