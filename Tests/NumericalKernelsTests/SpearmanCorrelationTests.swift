import NumericalKernels
import Testing

struct SpearmanCorrelationTests {
    @Test func `only order counts, and equal numbers share a rank`() {
        #expect(SpearmanCorrelation.of([1, 2, 3, 4], [1, 10, 100, 1e6]) == 1)
        #expect(SpearmanCorrelation.of([1, 2, 3, 4], [4, 3, 2, -9]) == -1)
        #expect(SpearmanCorrelation.ranks([5, 1, 5, 0]) == [2.5, 1, 2.5, 0])
        // scipy.stats.spearmanr([1, 2, 2, 4, 5], [3, 1, 4, 4, 9]).statistic, scipy 1.17
        let ties = SpearmanCorrelation.of([1, 2, 2, 4, 5], [3, 1, 4, 4, 9])
        #expect(ties.map { abs($0 - 0.7631578947368421) < 1e-12 } ?? false)
        #expect(SpearmanCorrelation.of([1, 1, 1], [1, 2, 3]) == nil)
        #expect(SpearmanCorrelation.of([1, 2, .nan], [1, 2, 3]) == nil)
        #expect(SpearmanCorrelation.of([], []) == nil)
    }
}
