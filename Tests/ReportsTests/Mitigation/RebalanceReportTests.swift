import FairnessMetrics
import Testing

@testable import Reports

/// The page of a rebalanced table.
struct RebalanceReportTests {
    private static func share(_ value: Double) -> Estimate {
        .defined(
            Estimate.Value(
                value: value, interval: Interval(max(0, value - 0.05), value + 0.05), method: "newcombe",
                effectiveSize: 400))
    }

    private static let record = RebalanceRecord(
        title: "People & <offers>", data: ["people.csv"], command: "assize rebalance people.csv", toolVersion: "0",
        seed: 7, label: "hired", positive: "yes", attributes: ["sex"], features: ["age", "city"], isSynthetic: true,
        methods: [
            .init(
                id: "reweighing", explanation: "Weights that make label and group independent.", file: "rebalanced.csv",
                rowsBefore: 400, rowsAfter: 400,
                cells: [
                    .init(
                        group: "sex = F<", label: "yes", rowsBefore: 60, rowsAfter: 60, weightBefore: 60,
                        weightAfter: 80.5, copied: 0, synthetic: 0, changed: 0, removed: 0)
                ],
                dependence: [.init(attributes: ["sex"], before: share(0.2), after: share(0))], unknown: 0, notes: []),
            .init(
                id: "smote:5", explanation: "Rows invented between others.", file: "smote-5/rebalanced.csv",
                rowsBefore: 400, rowsAfter: 440,
                cells: [
                    .init(
                        group: "sex = F<", label: "yes", rowsBefore: 60, rowsAfter: 98, weightBefore: 60,
                        weightAfter: 98, copied: 3, synthetic: 37, changed: 1, removed: 2)
                ],
                dependence: [.init(attributes: ["sex"], before: share(0.2), after: .undefined("no rows"))],
                unknown: 1, notes: ["A note."]),
        ], notes: ["A remark."])

    @Test func `each method has a section that says first what became of the rows`() throws {
        let bytes = try RebalanceReport.html(for: Self.record)
        let page = try PageQuery(bytes)
        #expect(try page.texts("//h2") == ["reweighing", "smote:5", "How it was done"])
        let first = try page.texts("//section[@aria-labelledby='method-1']").joined()
        #expect(first.contains("No row was added, left out or changed; only weights differ."))
        let second = try page.texts("//section[@aria-labelledby='method-2']").joined()
        #expect(second.contains("400 rows became 440: 3 copied, 37 invented, 1 changed, 2 left out."))
        #expect(second.contains("1 row without a known label or group stayed as it was and stands in no line"))
        #expect(second.contains("no rows") && second.contains("A note."))
        #expect(try page.texts("//table[caption[@id='cells-1']]//tbody/tr/*").contains("80.5"))
        #expect(String(decoding: bytes, as: UTF8.self).contains("&lt;offers&gt;"))
        try expectGolden(bytes, "rebalance.html")
    }
}
