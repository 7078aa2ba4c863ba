import Explanations
import FairnessMetrics
import Files
import Glibc
import NumericalKernels
import Testing

struct GapAttributionTests {
    /// A row with exact contributions to a score, `[classes]`.
    private func row(_ values: [Double], base: Double = 0.1, group: Int, weight: Double = 1, label: Bool? = nil) throws
        -> AttributedRow
    {
        let game = FunctionGame(playerCount: values.count) { s in s.players.reduce(base) { $0 + values[$1] } }
        let attribution = try ExactSHAP().explain(game, ExplanationSettings())
        return try AttributedRow(attribution, group: group, weight: weight, label: label)
    }

    private let groups = ["women", "men"]

    @Test func `contributions are differences of means and add up to the measured gap`() throws {
        let rows = [
            try row([1, 0], group: 0), try row([3, 0.5], group: 0, weight: 3), try row([0, 1], base: 0.2, group: 1),
            try row([1, 2], group: 1), try row([9, 9], group: 2),
        ]
        let gap = try GapAttribution(
            rows, classes: ["a", "b"], groups: groups + ["others"], first: 0, second: 1)
        #expect(abs(gap.contributions[0].value.value - (2.5 - 0.5)) < 1e-12)
        #expect(abs(gap.contributions[1].value.value - (0.375 - 1.5)) < 1e-12)
        #expect(abs(gap.baseDifference.value - (0.1 - 0.15)) < 1e-12)
        #expect(abs(gap.unattributed.value) < 1e-12)
        let sum = gap.contributions.reduce(gap.baseDifference.value + gap.unattributed.value) { $0 + $1.value.value }
        #expect(abs(sum - gap.gap.value) < 1e-12)
        #expect(gap.first.rows == 2 && gap.second.rows == 2)
    }

    @Test func `the interval of unweighted exact rows is Welch's`() throws {
        let (first, second) = ([1.0, 2, 4, 4.5], [0.5, 0.25, 3])
        let rows = try first.map { try row([$0], group: 0) } + second.map { try row([$0], group: 1) }
        let found = try GapAttribution(rows, classes: ["a"], groups: groups, first: 0, second: 1)
        let contribution = found.contributions[0]
        func variance(_ x: [Double]) -> Double {
            let mean = x.reduce(0, +) / Double(x.count)
            return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double((x.count - 1) * x.count)
        }
        let (v, w) = (variance(first), variance(second))
        #expect(abs((contribution.value.standardError ?? 0) - (v + w).squareRoot()) < 1e-12)
        #expect(abs(contribution.value.degreesOfFreedom - (v + w) * (v + w) / (v * v / 3 + w * w / 2)) < 1e-9)
        #expect(contribution.drawnError == 0)
    }

    @Test func `true and false positive rates count the rows of their label`() throws {
        var rows: [AttributedRow] = []
        for (group, score) in [(0, 1.0), (1, 0.25)] {
            for index in 0..<3 {
                rows.append(try row([score + 0.1 * Double(index)], group: group, label: true))
                rows.append(try row([5 * score], group: group, label: false))
            }
        }
        func gap(_ kind: GapAttribution.Kind) throws -> Double {
            try GapAttribution(rows, classes: ["a"], groups: groups, first: 0, second: 1, kind: kind).gap.value
        }
        #expect(abs(try gap(.truePositiveRate) - 0.75) < 1e-12)
        #expect(abs(try gap(.falsePositiveRate) - 3.75) < 1e-12)
        #expect(abs(try gap(.demographicParity) - 2.25) < 1e-12)
        let unlabelled = rows.map {
            var row = $0; row.label = nil; return row
        }
        #expect(throws: ExplanationsError.tooFewRows(group: "women", count: 0, needed: 2)) {
            try GapAttribution(
                unlabelled, classes: ["a"], groups: groups, first: 0, second: 1, kind: .truePositiveRate)
        }
    }

    @Test func `the gap of decisions is divided exactly`() throws {
        var generator = SeededGenerator(seed: 3)
        var (rows, shares) = ([AttributedRow](), [0.0, 0.0])
        for index in 0..<40 {
            let group = index % 2
            let features = (0..<4).map { _ in generator.normal() + (group == 0 ? 0.5 : 0) }
            let scores = FunctionGame(playerCount: 4) { s in s.players.reduce(0.0) { $0 + features[$1] } }
            let attribution = try ExactSHAP().explain(ThresholdGame(scores, threshold: 0.7), ExplanationSettings())
            shares[group] += (features.reduce(0, +) >= 0.7 ? 1 : 0) / 20
            rows.append(try AttributedRow(attribution, group: group))
        }
        let gap = try GapAttribution(rows, classes: ["a", "b", "c", "d"], groups: groups, first: 0, second: 1)
        #expect(abs(gap.gap.value - (shares[0] - shares[1])) < 1e-12 && gap.gap.value != 0)
        #expect(abs(gap.contributions.reduce(gap.baseDifference.value) { $0 + $1.value.value } - gap.gap.value) < 1e-12)
    }

    /// A shortcut: the first class adds to the score of one group's rows only.
    private func planted(_ strength: Double, seed: UInt64) throws -> [AttributedRow] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<60).map { index in
            let group = index % 2
            let words = (0..<8).map { _ in generator.normal() }
            let game = FunctionGame(playerCount: 8) { s in
                var logit = s.players.reduce(0.0) { $0 + 0.5 * words[$1] }
                if s[0], group == 0 { logit += strength }
                if s[1], s[2], s[3] { logit += words[7] }
                return 1 / (1 + exp(-logit))
            }
            let settings = ExplanationSettings(evaluations: 70, seed: seed &+ UInt64(index))
            let attribution = try SurrogateSHAP().explain(game, settings)
            return try AttributedRow(
                attribution.merged([0, 1, 1, 1, 2, 2, 2, 2], groupCount: 3), group: group)
        }
    }

    @Test func `a planted shortcut comes out on top and vanishes when it is taken away`() throws {
        let classes = ["identity", "topic", "other"]
        let (before, after) = (try planted(2, seed: 1), try planted(0, seed: 1))
        let gap = try GapAttribution(before, classes: classes, groups: groups, first: 0, second: 1)
        let top = try #require(gap.contributions.max { abs($0.value.value) < abs($1.value.value) })
        #expect(top.name == "identity" && top.value.interval.lower > 0)
        #expect(top.drawnError > 0 && top.drawnError < top.value.standardError ?? 0)
        let mended = try GapAttribution(after, classes: classes, groups: groups, first: 0, second: 1)
        #expect(mended.contributions[0].value.isUndetermined)
        // The same rows before and after: paired, so the change is surer than either.
        let change = try GapAttribution(
            zip(after, before).map { try $0.change(from: $1) }, classes: classes, groups: groups, first: 0, second: 1)
        #expect(change.contributions[0].value.interval.upper < 0)
        #expect(abs(change.gap.value - (mended.gap.value - gap.gap.value)) < 1e-12)
        #expect((change.gap.standardError ?? 1) < 0.5 * (gap.gap.standardError ?? 0))
    }

    @Test func `intervals over rows and draws hold as often as they say`() throws {
        let groups = ["one", "other"]
        var (hits, all) = (0, 0)
        for repetition in 0..<400 {
            var generator = SeededGenerator(seed: 77, stream: UInt64(repetition))
            let rows = try (0..<24).map { index in
                var row = try AttributedRow(
                    ExactSHAP().explain(FunctionGame(playerCount: 1) { _ in 0 }, ExplanationSettings()),
                    group: index % 2)
                // The true contribution varies between rows by 1 and its estimate by 0.8.
                row.contributions = [Double(index % 2) + generator.normal() + 0.8 * generator.normal()]
                row.variances = [0.64]
                return row
            }
            let gap = try GapAttribution(rows, classes: ["a"], groups: groups, first: 1, second: 0)
            hits += gap.contributions[0].value.interval.contains(1) ? 1 : 0
            all += 1
        }
        #expect(hits > all * 92 / 100 && hits < all * 98 / 100, "\(hits) of \(all)")
    }

    @Test func `means of groups have the errors of their rows`() throws {
        let rows =
            try [1.0, 2, 4].map { try row([$0, 0], group: 0) } + [
                try row([1, 1], group: 1), try row([1, 3], group: 1),
            ]
        let means = try GroupAttribution.all(rows, groups: groups)
        #expect(means.map(\.name) == groups && means.map(\.rows) == [3, 2])
        #expect(abs(means[0].contributions[0].value - 7.0 / 3) < 1e-12)
        #expect(abs((means[0].contributions[0].standardError ?? 0) - (7.0 / 9).squareRoot()) < 1e-12)
        // Rounding of the mean alone.
        #expect((means[1].contributions[0].standardError ?? 1) < 1e-12)
        #expect(abs(means[1].value.value - (0.1 + 1 + 2)) < 1e-12)
    }

    @Test func `rows and names that do not fit are refused`() throws {
        let rows = try (0..<4).map { try row([1, 2], group: $0 % 2) }
        func gap(_ rows: [AttributedRow], classes: [String] = ["a", "b"], second: Int = 1) throws -> GapAttribution {
            try GapAttribution(rows, classes: classes, groups: groups, first: 0, second: second)
        }
        #expect(throws: ExplanationsError.mismatch(what: "names of classes", count: 1, expected: 2)) {
            try gap(rows, classes: ["a"])
        }
        #expect(throws: ExplanationsError.self) { try gap(rows, second: 0) }
        #expect(throws: ExplanationsError.self) { try gap(rows, second: 2) }
        #expect(throws: ExplanationsError.self) { try gap(rows + [row([1], group: 0)]) }
        #expect(throws: ExplanationsError.self) { try gap(rows + [row([1, 2], group: 7)]) }
        #expect(throws: ExplanationsError.self) { try gap(rows + [row([1, 2], group: 0, weight: 0)]) }
        #expect(throws: ExplanationsError.tooFewRows(group: "women", count: 1, needed: 2)) {
            try gap(Array(rows[1...]))
        }
        #expect(throws: ExplanationsError.self) { try rows[0].change(from: row([1], group: 0)) }
        var bounded = try PartitionSHAP().explain(
            TableGame.random(playerCount: 5, seed: 1), ExplanationSettings(evaluations: 4))
        bounded.players[0].standardError = nil
        #expect(throws: ExplanationsError.self) { try AttributedRow(bounded, group: 0) }
    }

    @Test func `the entry of a gap says every line of it`() throws {
        let rows = try [1.0, 2, 4, 3].enumerated().map { try row([$1, 0], group: $0 % 2) }
        let gap = try GapAttribution(rows, classes: ["a", "b"], groups: groups, first: 0, second: 1)
        let json = gap.json(attribute: "sex", method: "exact_shap")
        #expect(json["gap"] == .string("demographic_parity_difference"))
        #expect(json["measured"]?["value"] == .number(gap.gap.value))
        #expect(json["first"]?["name"] == .string("women") && json["second"]?["rows"] == .integer(2))
        guard case .array(let lines) = json["contributions"] else {
            Issue.record("no contributions")
            return
        }
        #expect(lines.map { $0["name"] } == [.string("a"), .string("b")])
        #expect(lines[0]["standard_error"] != nil && lines[0]["drawn_error"] == .number(0))
    }
}
