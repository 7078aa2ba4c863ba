import Auditing
import FairnessMetrics
import Files
import Foundation
import Reports
import TestSupport
import Testing

/// The audits that come with the project, and the reports committed for them.
struct BundledAuditTests {
    static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: Places.package.appending(path: "audits").path))?.sorted()
        ?? []

    static func results(_ name: String) throws -> AuditResults {
        try Audit.run(AuditDefinition(contentsOf: Places.package.appending(path: "audits/\(name)").path))
    }

    @Test func `there is a real one and a synthetic one`() throws {
        #expect(
            BundledAuditTests.names == [
                "berkeley-admissions", "hiring-synthetic", "people-synthetic", "reviews-synthetic",
            ])
        #expect(try BundledAuditTests.results("berkeley-admissions").data.isSynthetic == false)
        #expect(try BundledAuditTests.results("hiring-synthetic").data.isSynthetic)
    }

    @Test(arguments: names)
    func `each says where its data come from`(name: String) throws {
        let source = Places.package.appending(path: "audits/\(name)/SOURCE.md")
        let text = try String(contentsOf: source, encoding: .utf8)
        #expect(text.contains("**Licence"))
    }

    @Test(arguments: names)
    func `the committed results are what the audit finds`(name: String) throws {
        var results = try BundledAuditTests.results(name)
        // The tests run from another folder, which the command shows.
        results.command = "assize audit audits/\(name)"
        let committed = Places.package.appending(path: "reports/\(name)")
        #expect(try Data(contentsOf: committed.appending(path: "results.json")) == Data(results.json.bytes(.indented)))
        let page = try Data(contentsOf: committed.appending(path: "report.html"))
        #expect(try page == Data(AuditReport.html(for: results)))
        #expect(page.count < 350_000)
    }

    @Test(arguments: names)
    func `the committed folder is as its manifest says, and its data are those of the audit`(name: String) throws {
        let check = try #require(
            try ManifestCheck(
                folder: Places.package.appending(path: "reports/\(name)").path,
                data: [Places.package.appending(path: "audits/\(name)").path], toolVersion: Audit.version))
        #expect(check.isSound, "\(check.text(of: name))")
        #expect(check.manifest.command == "assize audit audits/\(name)")
        #expect(!check.findings.contains { $0.state == .unchecked })
    }

    @Test(arguments: names)
    func `results read back are the same results`(name: String) throws {
        let results = try BundledAuditTests.results(name)
        #expect(try AuditResults(json: JSON(parsing: results.json.bytes())) == results)
    }

    @Test(arguments: names)
    func `every method and test that results name is listed with its source`(name: String) throws {
        var ids = Set<String>()
        func collect(_ value: Any) {
            if let members = value as? [String: Any] {
                for (key, value) in members {
                    if key == "method" || key == "test", let id = value as? String { ids.insert(id) }
                    collect(value)
                }
            }
            for element in value as? [Any] ?? [] { collect(element) }
        }
        let json = try BundledAuditTests.results(name).json
        collect(try JSONSerialization.jsonObject(with: Data(json.bytes())))
        #expect(ids.count > 5)
        #expect(ids.filter { StatisticalMethod.parts(of: $0) == nil } == [])
    }

    @Test func `each planted problem is found with its group`() throws {
        let results = try BundledAuditTests.results("people-synthetic")
        let record = try #require(results.dataAudit)
        func first(_ kind: DataAuditPart.Kind, _ column: String? = nil) -> String? {
            record.part(kind)?.findings.first {
                $0.verdict == .disparityShown && (column == nil || $0.column == column)
            }?
            .group.label
        }
        #expect(first(.proxies, "district") == "South")
        #expect(first(.duplicates) == "West")
        #expect(first(.labelNoise) == "East")
        #expect(first(.missingByLabel, "savings") == "woman")
        // What was not touched is not accused.
        #expect(first(.association) == nil && first(.outliers) == nil && first(.coding) == nil)
        #expect(first(.representation) == nil)
        let sheet = Places.package.appending(path: "reports/people-synthetic/datasheet.md")
        #expect(
            try String(contentsOf: sheet, encoding: .utf8) == Datasheet.markdown(for: committed("people-synthetic")))
    }

    /// The results as they are committed.
    private func committed(_ name: String) throws -> AuditResults {
        let file = Places.package.appending(path: "reports/\(name)/results.json")
        return try AuditResults(json: JSON(parsing: Array(Data(contentsOf: file))))
    }

    @Test func `Berkeley's gap turns about within the departments`() throws {
        let assessment = try BundledAuditTests.results("berkeley-admissions").assessment
        let overall = try #require(assessment.disparities.first { $0.aggregation == .demographicParityDifference })
        #expect(overall.verdict == .disparityShown && overall.highest?.label == "Male")
        #expect(agree(overall.estimate.value ?? 0, 1198.0 / 2691 - 557.0 / 1835, relative: 1e-12))
        let highest = assessment.strata.map { stratum in
            stratum.disparities.first { $0.aggregation == .demographicParityDifference }?.highest?.label
        }
        #expect(highest == ["Female", "Female", "Male", "Female", "Male", "Female"])
    }

    @Test func `the synthetic audit recovers the gaps its model has`() throws {
        let assessment = try BundledAuditTests.results("hiring-synthetic").assessment
        func gap(_ metric: String, _ attribute: String, _ group: String) throws -> Disparity {
            try #require(
                assessment.disparities.first {
                    $0.metric == metric && $0.aggregation == .differenceToReference
                        && $0.attributes == [attribute] && $0.group?.label == group
                })
        }
        // Qualification is independent of the group: its interval holds 0.
        #expect(try gap("base_rate", "race", "Black").estimate.defined?.interval.contains(0) == true)
        // The score is lowered by 0.45 standard deviations: P(z > −0.45) − P(z > 0) among the average is negative.
        let interval = try #require(try gap("true_positive_rate", "race", "Black").estimate.defined?.interval)
        #expect(interval.upper < 0)
    }
}
