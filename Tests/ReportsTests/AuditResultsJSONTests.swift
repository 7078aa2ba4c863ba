import FairnessMetrics
import Files
import Testing

@testable import Reports

struct AuditResultsJSONTests {
    private func copy(_ results: AuditResults) throws -> AuditResults {
        try AuditResults(json: JSON(parsing: results.json.bytes()))
    }

    @Test func `results read back are equal`() throws {
        #expect(try copy(SampleResults.small()) == SampleResults.small())
        let typical = SampleResults.typical(strata: true)
        #expect(try copy(typical) == typical)
    }

    @Test func `resampled intervals and the choice of interval survive`() throws {
        var results = SampleResults.small()
        results.settings.bootstrapDraws = 500
        results.settings.interval = .clopperPearson
        results.assessment.groups[0].metrics[1].bootstrap = BootstrapInterval(
            interval: Interval(0.1, 0.3), method: .bca, draws: 499)
        results.assessment.disparities[0].bootstrap = BootstrapInterval(
            interval: Interval(0, 0.3), method: .maxT, draws: 500)
        results.assessment.disparities[0].familyInterval = Interval(0, 0.4)
        let again = try copy(results)
        #expect(again == results)
        #expect(results.json["settings"]?["bootstrap"] == .integer(500))
        // What the assessor derives survives too.
        let typical = SampleResults.typical()
        #expect(typical.assessment.disparities.contains { $0.corrected != nil && $0.power != nil })
        #expect(try copy(typical) == typical)
    }

    @Test func `decompositions and wrong labels read back and stand where they belong`() throws {
        let typical = SampleResults.typical(strata: true)
        #expect(typical.assessment.conditional.contains { $0.decomposition?.gap.defined != nil })
        #expect(typical.assessment.disparities.contains { !$0.labelNoise.isEmpty })
        guard case .array(let comparisons) = typical.json["conditional"],
            case .array(let gaps) = typical.json["disparities"]
        else { return }
        let part = try #require(comparisons[0]["oaxaca_blinder"])
        #expect(part["twofold"]?["columns"] != nil && part["threefold"]?["interaction"]?["value"] != nil)
        let noise = try #require(gaps.compactMap { $0["label_noise"] }.first)
        guard case .array(let findings) = noise else { return }
        for key in ["group", "labels", "pattern"] { #expect(findings[0][key] != nil, "\(key)") }
    }

    @Test func `a shrunken rate stands within its metric`() throws {
        let typical = SampleResults.typical()
        guard case .array(let groups) = typical.json["groups"] else { return }
        let index = try #require(typical.assessment.groups.firstIndex { $0.shrunken("selection_rate") != nil })
        let shrunken = try #require(groups[index]["metrics"]?["selection_rate"]?["shrunken"])
        for key in ["value", "interval", "method", "weight_on_own_data"] { #expect(shrunken[key] != nil, "\(key)") }
    }

    @Test func `the order of attributes survives though keys are sorted`() throws {
        var results = SampleResults.small()
        let key = GroupKey([
            AttributeValue(attribute: "sex", value: "x"),
            AttributeValue(attribute: "race", value: "y", isUnknown: true),
        ])
        results.assessment.groups = [
            GroupAssessment(key: key, count: 1, weight: 0.5, missing: MissingCounts(), metrics: [])
        ]
        results.assessment.disparities = []
        #expect(try copy(results).assessment.groups[0].key == key)
    }

    @Test func `an infinite end, a large seed and several files survive`() throws {
        var results = SampleResults.small()
        results.settings.seed = .max
        results.data.files.append(.init(path: "more.csv", sha256: "00", rows: 2, bytes: 3))
        results.assessment.disparities[0].estimate = .defined(
            .init(value: 2, interval: Interval(-.infinity, .infinity), method: "none", effectiveSize: 1))
        #expect(try copy(results) == results)
        #expect(results.json["data"]?["rows"] == .integer(7216))
        #expect(results.json["data"]?["path"] == .string("compas.csv"))
    }

    @Test func `the layout is the one that others rely on`() throws {
        let json = SampleResults.small().json
        #expect(json["schema"] == .string("assize.results/1"))
        #expect(json["tool"]?["version"] == .string("0.1.0"))
        #expect(json["data"]?["rows"] == .integer(7214))
        guard case .array(let groups) = json["groups"], case .array(let disparities) = json["disparities"] else {
            Issue.record("no groups or disparities")
            return
        }
        #expect(groups[1]["attributes"] == .object([.init("race", .string("Caucasian"))]))
        #expect(groups[1]["count"] == .integer(2454))
        let rate = groups[1]["metrics"]?["false_positive_rate"]
        #expect(rate?["numerator"] == .integer(349) && rate?["denominator"] == .integer(1488))
        #expect(rate?["method"] == .string("wilson"))
        #expect(groups[2]["metrics"]?["false_positive_rate"] == .object([.init("undefined", .string("no negatives"))]))
        #expect(groups[4]["unknown"] == .bool(true))
        #expect(disparities[0]["metric"] == .string("base_rate"))
        #expect(disparities[0]["aggregation"] == .string("difference"))
        #expect(disparities[0]["attributes"] == .array([.string("race")]))
        #expect(disparities[0]["highest"] == .object([.init("race", .string("Asian"))]))
        for key in ["value", "interval", "lowest", "p_value", "adjusted_p_value", "verdict", "not_estimable"] {
            #expect(disparities[0][key] != nil, "\(key)")
        }
    }

    @Test func `a withheld group shows neither its count nor its weight`() throws {
        var results = SampleResults.small()
        results.assessment.groups[3].count = 1
        results.assessment.groups[3].weight = 1
        guard case .array(let groups) = results.json["groups"] else { return }
        #expect(groups[3]["suppressed"] == .bool(true) && groups[3]["count_below"] == .integer(2))
        for key in ["count", "weight", "missing"] { #expect(groups[3][key] == nil, "\(key)") }
    }

    @Test func `another schema is refused by name`() throws {
        let json = JSON.object([.init("schema", .string("assize.results/2"))])
        #expect(
            throws: ReportsError.unexpectedResults(
                path: "schema",
                fault:
                    "'assize.results/2' is newer than assize.results/1, which this version reads: use the version of "
                    + "assize that wrote it, or a later one")
        ) {
            try AuditResults(json: json)
        }
    }

    @Test(arguments: [
        (#""count":3696"#, #""count":-1"#, "groups[0].count"),
        (#""verdict":"disparity_shown""#, #""verdict":"fine""#, "disparities[0].verdict"),
        (#""rows":7214"#, #""rows":"many""#, "data.rows"),
        (#""margin":0.05,"minimum"#, #""margin":-1,"minimum"#, "settings.margin"),
        (#""method":"wilson""#, #""methods":"wilson""#, "groups[0].metrics.base_rate"),
    ])
    func `a value at fault is named by its path`(from: String, to: String, path: String) throws {
        let text = String(decoding: SampleResults.small().json.bytes(), as: UTF8.self)
        let start = try #require(text.firstRange(of: from))
        let changed = text.replacingCharacters(in: start, with: to)
        let error = #expect(throws: ReportsError.self) { try AuditResults(json: JSON(parsing: Array(changed.utf8))) }
        guard case .unexpectedResults(let found, _)? = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(found == path)
    }

    @Test func `the file is the golden one`() throws {
        try expectGolden(SampleResults.small().json.bytes(.indented), "small.json")
    }
}

extension String {
    func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
