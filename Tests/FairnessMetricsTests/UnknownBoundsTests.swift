import TestSupport
import Testing

@testable import FairnessMetrics

struct UnknownBoundsTests {
    static func gap(_ groups: [(String, Int, Int, Int, Int)]) throws -> Disparity {
        try DisparityTests.disparity(groups, .demographicParityDifference)
    }

    @Test func `nobody unknown leaves no bounds`() throws {
        #expect(try UnknownBoundsTests.gap(DisparityTests.compas).unknownBounds == nil)
    }

    @Test func `the worst and the best case are those of moving the unknown by hand`() throws {
        // a: 6 of 10 selected, b: 4 of 10; unknown: 2 selected, 1 not.
        let bounds = try #require(
            try UnknownBoundsTests.gap([("a", 6, 0, 4, 0), ("b", 4, 0, 6, 0), ("unknown", 2, 0, 1, 0)]).unknownBounds)
        // Worst: the selected belong to a, the other to b: 8/12 − 4/11. Best: 6/11 − 6/12 the other way about.
        #expect(agree(bounds.upper, 8.0 / 12 - 4.0 / 11, relative: 1e-12))
        #expect(agree(bounds.lower, 6.0 / 11 - 6.0 / 12, relative: 1e-12))
    }

    @Test func `every way of placing the unknown lies within the bounds`() throws {
        let (a, n, b, m, selected, all) = (7, 12, 9, 11, 3, 5)
        let bounds = try #require(
            try UnknownBoundsTests.gap([
                ("a", a, 0, n - a, 0), ("b", b, 0, m - b, 0), ("unknown", selected, 0, all - selected, 0),
            ]).unknownBounds)
        var widest = 0.0
        for first in 0...selected {
            for second in 0...(all - selected) {
                let p = Double(a + first) / Double(n + first + second)
                let q = Double(b + selected - first) / Double(m + all - first - second)
                #expect(bounds.contains(abs(p - q)) || agree(bounds.upper, abs(p - q), relative: 1e-12))
                widest = max(widest, abs(p - q))
            }
        }
        #expect(agree(bounds.upper, widest, relative: 1e-12))
    }

    @Test func `with many unknown anything is possible`() throws {
        let bounds = try #require(
            try UnknownBoundsTests.gap([("a", 5, 0, 5, 0), ("b", 4, 0, 6, 0), ("unknown", 500, 0, 500, 0)])
                .unknownBounds)
        #expect(bounds.lower == 0 && bounds.upper > 0.9)
    }

    @Test func `compared as a group the unknown are not placed`() throws {
        var settings = AssessmentSettings()
        settings.comparesUnknown = true
        let gap = try DisparityTests.disparity(
            DisparityTests.compas + [("unknown", 10, 5, 5, 10)], .demographicParityDifference, settings: settings)
        #expect(gap.unknownBounds == nil)
    }
}
