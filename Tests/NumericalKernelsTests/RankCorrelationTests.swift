import NumericalKernels
import Testing

struct RankCorrelationTests {
    @Test func `only order counts, and equal numbers share a rank`() {
        #expect(RankCorrelation.spearman([1, 2, 3, 4], [1, 10, 100, 1e6]) == 1)
        #expect(RankCorrelation.spearman([1, 2, 3, 4], [4, 3, 2, -9]) == -1)
        #expect(RankCorrelation.ranks([5, 1, 5, 0]) == [2.5, 1, 2.5, 0])
        // scipy.stats.spearmanr([1, 2, 2, 4, 5], [3, 1, 4, 4, 9]).statistic, scipy 1.17
        let ties = RankCorrelation.spearman([1, 2, 2, 4, 5], [3, 1, 4, 4, 9])
        #expect(ties.map { abs($0 - 0.7631578947368421) < 1e-12 } ?? false)
        #expect(RankCorrelation.spearman([1, 1, 1], [1, 2, 3]) == nil)
        #expect(RankCorrelation.spearman([1, 2, .nan], [1, 2, 3]) == nil)
        #expect(RankCorrelation.spearman([], []) == nil)
    }

    @Test func `ties count for neither order`() {
        #expect(RankCorrelation.kendall([1, 2, 3, 4], [1, 2, 3, 4]) == 1)
        #expect(RankCorrelation.kendall([1, 2, 3], [3, 2, 1]) == -1)
        #expect(RankCorrelation.kendall([1, 1], [1, 2]) == nil)
        // Four pairs agree, none differs; each list ties one of the other two: 4 / √(5 · 5).
        #expect(abs((RankCorrelation.kendall([1, 1, 2, 3], [1, 2, 2, 3]) ?? 0) - 0.8) < 1e-12)
    }
}
