import FairnessMetrics
import Testing

struct PairedEstimatesTests {
    private static func near(_ first: Double?, _ second: Double, _ tolerance: Double = 1e-9) -> Bool {
        abs((first ?? .nan) - second) < tolerance
    }

    /// R: t.test(c(.1,.2,.1,.4,.3,.2,.1,.2)) and the same of the differences; qt(.975, 7) = 2.364624.
    @Test func `means have Student's interval, and the change that of the differences`() {
        let before = [0.1, 0.2, 0.1, 0.4, 0.3, 0.2, 0.1, 0.2]
        let after = [0.0, 0.1, 0.1, 0.1, 0.2, 0.1, 0.0, 0.1]
        let found = PairedEstimates.means(before: before, after: after, in: 0...1, of: "texts")
        #expect(Self.near(found.before.value, 0.2) && Self.near(found.after.value, 0.0875))
        // sd .1069045 / √8 = .0377964; sd of the differences .0834523 / √8 = .0295048
        #expect(Self.near(found.before.defined?.interval.lower, 0.2 - 2.364624 * 0.0377964473, 1e-6))
        #expect(Self.near(found.change.value, -0.1125))
        #expect(Self.near(found.change.defined?.interval.upper, -0.1125 + 2.364624 * 0.0295048422, 1e-6))
        #expect(found.outcome == .shrank)
        let back = PairedEstimates.means(before: after, after: before, in: 0...1, of: "texts")
        #expect(back.outcome == .grew && Self.near(back.change.value, 0.1125))
    }

    /// Agresti, Min 2005: 10 gained and 4 lost of 40.
    @Test func `shares of whole units have Agresti and Min's interval`() {
        let before = Array(repeating: 0.0, count: 10) + Array(repeating: 1.0, count: 30)
        let after =
            Array(repeating: 1.0, count: 10) + Array(repeating: 0.0, count: 4) + Array(repeating: 1.0, count: 26)
        let found = PairedEstimates.shares(before: before, after: after, of: "texts")
        let half = 1.959963984540054 * (15 - 36.0 / 42).squareRoot() / 42
        #expect(Self.near(found.change.value, 0.15))
        #expect(Self.near(found.change.defined?.interval.lower, 6.0 / 42 - half))
        #expect(Self.near(found.change.defined?.interval.upper, 6.0 / 42 + half))
        #expect(Self.near(found.before.value, 0.75) && found.before.defined?.method == "wilson")
        #expect(found.outcome == .cannotTell)
    }

    @Test func `too few units are undefined, not zero`() {
        let seven = Array(repeating: 0.0, count: 7)
        for found in [
            PairedEstimates.means(before: seven, after: seven, in: 0...1, of: "texts"),
            PairedEstimates.shares(before: seven, after: seven, of: "texts"),
            PairedEstimates.means(before: [], after: [], in: 0...1, of: "texts"),
        ] {
            #expect(found.change.value == nil && found.before.value == nil && found.outcome == .cannotTell)
            #expect(found.after.undefinedReason?.contains("at least 8") == true)
        }
        let eight = Array(repeating: 0.5, count: 8)
        #expect(PairedEstimates.means(before: eight, after: eight, in: 0...1, of: "texts").outcome == .same)
    }

    @Test func `a swap gap counts units by the mean of their pairs, and keeps directions apart`() {
        typealias Pair = CounterfactualGap.Pair
        var pairs: [Pair] = []
        for unit in 0..<10 {
            // Before: he → she lowers by .4 and flips, she → he raises by .2; after neither moves.
            pairs.append(
                Pair(
                    unit: unit, from: "he", to: "she", before: .init(original: 0.7, swapped: 0.3),
                    after: .init(original: 0.6, swapped: 0.6)))
            pairs.append(
                Pair(
                    unit: unit, from: "she", to: "he", before: .init(original: 0.2, swapped: 0.4),
                    after: .init(original: 0.6, swapped: 0.6)))
        }
        pairs.append(
            Pair(
                unit: 10, from: nil, to: nil, before: .init(original: 0.5, swapped: 0.5),
                after: .init(original: 0.5, swapped: 0.5)))
        let gap = CounterfactualGap(attribute: "gender", source: .texts, pairs: pairs, unread: 3)
        #expect(gap.units == 11 && gap.pairs == 21 && gap.unread == 3)
        #expect(Self.near(gap.size.before.value, 3.0 / 11) && gap.size.after.value == 0 && gap.size.outcome == .shrank)
        #expect(Self.near(gap.flips.before.value, 5.0 / 11) && gap.flips.after.value == 0)
        #expect(gap.directions.map(\.from) == ["he", "she"] && gap.directions.map(\.units) == [10, 10])
        #expect(Self.near(gap.directions[0].shift.before.value, -0.4))
        #expect(Self.near(gap.directions[1].shift.before.value, 0.2))
        let few = CounterfactualGap(attribute: "gender", source: .texts, pairs: Array(pairs.prefix(2)), unread: 0)
        #expect(few.size.change.undefinedReason?.hasPrefix("1 text holds") == true && few.units == 1)
        let none = CounterfactualGap(attribute: "gender", source: .templates(frame: nil), pairs: [], unread: 9)
        #expect(none.size.before.undefinedReason?.hasPrefix("0 templates") == true && none.directions.isEmpty)
    }

    @Test func `ability is compared text by text`() {
        let losses = (0..<20).map { 0.1 + Double($0 % 3) / 10 }
        let change = AbilityChange(
            name: "others", lossBefore: losses, lossAfter: losses.map { $0 + 0.05 },
            rightBefore: (0..<20).map { $0 < 18 }, rightAfter: (0..<20).map { $0 < 10 })
        #expect(change.texts == 20 && Self.near(change.loss.change.value, 0.05) && change.loss.outcome == .grew)
        #expect(Self.near(change.accuracy.change.value, -0.4) && change.accuracy.outcome == .shrank)
    }
}
