import FairnessMetrics
import Testing

@testable import Reports

struct ModelChangeTests {
    private static func gap(
        _ attribute: String, _ before: Double, _ after: Double, in source: CounterfactualGap.Source = .texts,
        units: Int = 20
    ) -> CounterfactualGap {
        let pairs = (0..<units).map { unit in
            let noise = Double(unit % 5) / 1_000
            return CounterfactualGap.Pair(
                unit: unit, from: "he", to: "<she>", before: .init(original: 0.45, swapped: 0.45 + before + noise),
                after: .init(original: 0.45, swapped: 0.45 + after))
        }
        return CounterfactualGap(attribute: attribute, source: source, pairs: pairs, unread: 2)
    }

    private static func ability(_ name: String, _ right: Int) -> AbilityChange {
        AbilityChange(
            name: name, lossBefore: Array(repeating: 0.2, count: 40), lossAfter: (0..<40).map { 0.25 + Double($0 % 2) },
            rightBefore: Array(repeating: true, count: 40), rightAfter: (0..<40).map { $0 < right })
    }

    private static let change = ModelChange(
        positive: "yes", before: "the plain model",
        swapGaps: [
            gap("age", 0.1, 0.1, units: 3), gap("gender", 0.2, 0.01),
            gap("gender", 0.2, 0.3, in: .templates(frame: nil)),
            gap("gender", 0.2, 0.3, in: .templates(frame: "rude"), units: 5),
        ], abilities: [ability("test texts", 20), ability("texts of the second set", 40)])

    @Test func `the first sentence says what became of the gap, the last what cannot be told`() {
        let lead = SwapWording(change: Self.change).lead.plain
        #expect(
            lead.hasPrefix(
                "The answers depend less on words of gender than before: exchanging them in 20 test texts moves the "
                    + "probability of “yes” by 1.0\u{A0}points on average, against 20.2\u{A0}points before (change −19."
            ))
        #expect(
            lead.hasSuffix(
                "Whether answers depend on words of age cannot be told: 3 texts hold words to exchange "
                    + "that the models know, where an interval needs at least 8."))
        var other = Self.change
        other.swapGaps = [Self.gap("age", 0.01, 0.2)]
        #expect(SwapWording(change: other).lead.plain.hasPrefix("The answers depend more on words of age"))
        other.swapGaps = [Self.gap("age", 0.002, 0.004, in: .templates(frame: nil))]
        #expect(SwapWording(change: other).lead.plain.hasPrefix("Whether the answers depend less on words of age"))
        #expect(SwapWording(change: other).lead.plain.contains("in 20 templates"))
    }

    @Test func `the page has a section for each, in which nothing becomes markup`() throws {
        let comparison = AuditComparison(before: SampleResults.small(), after: SampleResults.small())
        let page = try PageQuery(ComparisonReport.html(for: comparison, change: Self.change))
        #expect(try page.count("//h2[@id='swaps']") == 1 && page.count("//h2[@id='ability']") == 1)
        // The frame with five templates is left to the file; the attribute with three texts is shown as such.
        #expect(try page.count("//table[caption[@id='swaps-table']]/tbody/tr") == 3)
        #expect(try page.count("//table[caption[@id='swaps-table']]/tbody/tr[1]/td[contains(., 'too few')]") == 1)
        #expect(try page.count("//table[caption[@id='swap-directions']]/tbody/tr") == 2)
        let plain = try PageQuery(ComparisonReport.html(for: comparison))
        #expect(try plain.count("//h2[@id='swaps' or @id='ability']") == 0)
    }

    @Test func `ability lost is said of each set of texts`() {
        let lead = AbilitySection(change: Self.change).lead.plain
        #expect(lead.hasPrefix("Accuracy fell on 40 test texts, from 100.0\u{202F}% to 50.0\u{202F}%"))
        #expect(lead.contains("Accuracy did not demonstrably change on 40 texts of the second set"))
        #expect(lead.contains("the loss went from 0.200 to 0.750"))
    }

    @Test func `a card says the same`() throws {
        var content = ModelCardContent(title: "x", task: .classification, labels: ["no", "yes"], toolVersion: "1")
        content.modelChange = Self.change
        let card = String(decoding: ModelCard.markdown(for: content), as: UTF8.self)
        #expect(card.contains("## When a text speaks of somebody else\n\nThe answers depend less on words of gender"))
        #expect(card.contains("## What general ability was lost\n\nAccuracy fell on 40 test texts"))
        #expect(card.contains("| age | 3 test texts | undefined |") && !card.contains("rude"))
    }
}
