import FairnessMetrics
import Foundation
import Reports
import Tables
import TestSupport
import Testing

@testable import Auditing

/// Figures that others have published or counted, straight from the original files.
@Suite(.enabled(if: Places.hasSharedData, "the real data sets are not beside the checkout"))
struct KnownFiguresTests {
    static func run(_ paths: [String], _ change: (inout AuditDefinition) throws -> Void) throws -> AuditResults {
        var definition = AuditDefinition()
        definition.data = paths
        definition.folder = Places.sharedData.path
        try change(&definition)
        return try Audit.run(definition)
    }

    static func compas(_ protected: [String]) throws -> AuditResults {
        try run(["compas/compas-scores-two-years.csv"]) {
            $0.label = ColumnExpression(column: "two_year_recid")
            $0.prediction = try ColumnExpression("score_text != Low")
            $0.protected = protected.map { ColumnExpression(column: $0) }
        }
    }

    func value(_ results: AuditResults, _ aggregation: Aggregation, _ attributes: [String]) throws -> Double {
        try #require(
            results.assessment.disparities.first { $0.aggregation == aggregation && $0.attributes == attributes }?
                .estimate.value)
    }

    @Test func `COMPAS has ProPublica's counts and rates`() throws {
        let results = try KnownFiguresTests.compas(["race", "sex"])
        #expect(results.data.rows == 7214)
        let black = try AuditTests.group(results, ["African-American"])
        #expect(black.count == 3696)
        let falsePositives = try #require(black.estimate("false_positive_rate")?.defined)
        #expect(falsePositives.numerator == 805 && falsePositives.denominator == 1795)
        #expect(black.estimate("false_negative_rate")?.defined?.numerator == 532)
        let white = try AuditTests.group(results, ["Caucasian"])
        #expect(white.estimate("false_positive_rate")?.value == 349.0 / 1488)
        #expect(white.estimate("positive_predictive_value")?.value == 505.0 / 854)
        #expect(results.assessment.overall.estimate("negative_predictive_value")?.value == 2681.0 / 3897)
    }

    @Test func `COMPAS disparities are fairlearn's`() throws {
        let results = try KnownFiguresTests.compas(["race", "sex", "age_cat"])
        let known: [(Aggregation, String, Double)] = [
            (.demographicParityDifference, "race", 0.457118), (.demographicParityRatio, "race", 0.314324),
            (.equalOpportunityDifference, "race", 0.576692), (.equalizedOddsDifference, "race", 0.576692),
            (.equalizedOddsRatio, "race", 0.193897), (.demographicParityDifference, "sex", 0.044809),
            (.demographicParityRatio, "sex", 0.904348), (.equalizedOddsDifference, "sex", 0.020698),
            (.equalizedOddsRatio, "sex", 0.967101), (.demographicParityDifference, "age_cat", 0.403368),
            (.demographicParityRatio, "age_cat", 0.382633), (.equalizedOddsDifference, "age_cat", 0.373450),
            (.equalizedOddsRatio, "age_cat", 0.310155),
        ]
        for (aggregation, attribute, expected) in known {
            let found = try value(results, aggregation, [attribute])
            #expect(abs(found - expected) < 5e-7, "\(aggregation) by \(attribute): \(found)")
        }
    }

    @Test func `tiny COMPAS cells do not carry the headline`() throws {
        let results = try KnownFiguresTests.compas(["race", "sex"])
        let gap = try #require(
            results.assessment.disparities.first {
                $0.aggregation == .equalOpportunityDifference && $0.attributes == ["race", "sex"]
            })
        // fairlearn's headline here is 1.0, set by cells of a handful of people.
        #expect(gap.estimate.value == 1)
        #expect(try AuditTests.group(results, try #require(gap.highest).values.map(\.value)).count < 10)
        #expect(gap.evidence?.highest.label == "African-American × Male")
    }

    @Test func `Adult has its known base rates over both files`() throws {
        let results = try KnownFiguresTests.run(["adult/adult.data", "adult/adult.test"]) {
            $0.table.hasHeader = false
            $0.table.commentPrefix = "|"
            $0.table.columnNames =
                "age,workclass,fnlwgt,education,education_num,marital,occupation,relationship,race,sex,gain,loss,hours,country,income"
                .split(separator: ",").map(String.init)
            $0.label = try ColumnExpression("income in (>50K, >50K.)")
            $0.protected = [ColumnExpression(column: "sex")]
        }
        let overall = try #require(results.assessment.overall.estimate("base_rate")?.defined)
        #expect(overall.numerator == 11_687 && overall.denominator == 48_842)
        #expect(abs((try AuditTests.group(results, ["Female"]).estimate("base_rate")?.value ?? 0) - 0.10925) < 5e-6)
        #expect(abs((try AuditTests.group(results, ["Male"]).estimate("base_rate")?.value ?? 0) - 0.30377) < 5e-6)
    }

    @Test func `Adult without its incomplete rows has the differential fairness that AIF360 documents`() throws {
        let path = Places.sharedData.path + "/adult/"
        let lines = try ["adult.data", "adult.test"].flatMap { name in
            try String(contentsOfFile: path + name, encoding: .utf8).split(separator: "\n")
        }.filter { $0.contains(",") && !$0.contains("?") && !$0.hasPrefix("|") }
        try Places.withTemporaryFolder { folder in
            try lines.joined(separator: "\n").write(
                to: folder.appending(path: "adult.csv"), atomically: true, encoding: .utf8)
            var definition = AuditDefinition()
            definition.data = [folder.path + "/adult.csv"]
            definition.table.hasHeader = false
            definition.label = try ColumnExpression("column15 in (>50K, >50K.)")
            definition.protected = [ColumnExpression(column: "column10"), ColumnExpression(column: "column9")]
            let results = try Audit.run(definition)
            #expect(results.data.rows == 45_222)
            let epsilon = try #require(results.assessment.measures.differentialFairness.last?.label?.epsilon.value)
            #expect(abs(epsilon - 1.7547611985549287) < 1e-12)
        }
    }

    @Test func `COMPAS as AIF360 sees it has the same indices`() throws {
        let results = try KnownFiguresTests.compas(["race"])
        // African-American and Caucasian only, the favourable outcome being not to be called a high risk.
        var table = GroupTable(
            attributes: [
                GroupingColumn(
                    name: "race", values: ["a", "c"].map { AttributeValue(attribute: "race", value: $0) })
            ], inputs: [.label, .prediction])
        for (index, race) in ["African-American", "Caucasian"].enumerated() {
            let group = try AuditTests.group(results, [race])
            func count(_ metric: String) throws -> Int {
                Int(try #require(group.estimate(metric)?.defined?.numerator))
            }
            table.add(
                Tally(
                    truePositives: try count("true_negative_rate"), falsePositives: try count("false_negative_rate"),
                    falseNegatives: try count("false_positive_rate"), trueNegatives: try count("true_positive_rate")),
                at: [index])
        }
        let measures = Assessor().assess(table).measures
        let individual = try #require(measures.individual)
        let fairness = try #require(measures.differentialFairness.first)
        let known: [(Double?, Double)] = [
            (individual.overall.indices[.theil]?.value, 0.2563807427),
            (individual.overall.indices[.coefficientOfVariation]?.value, 0.6061394690),
            (individual.overall.indices[.halfSquaredVariation]?.value, 0.1837025279),
            (individual.splits[0].parts.first { $0.index == .theil }?.between.value, 0.0017919516),
            (fairness.label?.epsilon.value, 0.2673221100), (fairness.amplification?.value, 0.2573205008),
        ]
        for (found, expected) in known { #expect(abs((found ?? 0) - expected) < 1e-9, "\(expected)") }
    }

    @Test(arguments: [
        ("hmda_boston/HMDA.csv", "deny", "afam", "yes", 0.2832), ("hmda_boston/HMDA.csv", "deny", "afam", "no", 0.0926),
        ("resume_callback/resume.csv", "received_callback", "race", "black", 0.06448),
        ("resume_callback/resume.csv", "received_callback", "race", "white", 0.09651),
        ("ricci/ricci_race.csv", "Promoted == 1", "Race", "White", 0.6029),
        ("ricci/ricci_race.csv", "Promoted == 1", "Race", "Non-White", 0.3000),
        ("acs_employment_tx_scored/ACSEmployment_TX.json", "D", "sensitive-attribute", "0", 0.5010),
        ("acs_employment_tx_scored/ACSEmployment_TX.json", "D", "sensitive-attribute", "1", 0.5158),
    ])
    func `selection rates are the known ones`(
        path: String, prediction: String, attribute: String, group: String, rate: Double
    ) throws {
        let results = try KnownFiguresTests.run([path]) {
            $0.prediction = try ColumnExpression(prediction)
            $0.protected = [ColumnExpression(column: attribute)]
        }
        let found = try #require(AuditTests.group(results, [group]).estimate("selection_rate")?.value)
        #expect(abs(found - rate) <= 0.5e-4, "\(found)")
    }

    @Test func `the call-back ratio is .668`() throws {
        let results = try KnownFiguresTests.run(["resume_callback/resume.csv"]) {
            $0.prediction = ColumnExpression(column: "received_callback")
            $0.protected = [ColumnExpression(column: "race")]
        }
        #expect(abs(try value(results, .demographicParityRatio, ["race"]) - 0.668) < 5e-4)
    }

    @Test func `the law school and german tables have their known rates`() throws {
        let law = try KnownFiguresTests.run(["law_school/law_school_clean.csv"]) {
            $0.label = ColumnExpression(column: "pass_bar")
            $0.protected = [ColumnExpression(column: "race")]
        }
        #expect(abs((try AuditTests.group(law, ["White"]).estimate("base_rate")?.value ?? 0) - 0.9213) < 5e-5)
        let german = try KnownFiguresTests.run(["german_credit/german.data"]) {
            $0.table.separator = UInt8(ascii: " ")
            $0.table.hasHeader = false
            $0.label = try ColumnExpression("column21 == 1")
            $0.protected = [try ColumnExpression("column9 in (A92, A95)")]
        }
        #expect(abs((german.assessment.groups.first?.estimate("base_rate")?.value ?? 0) - 0.6484) < 5e-5)
    }
}
