import Testing

@testable import FairnessMetrics

/// What the lists say of each entry.
struct MethodListTests {
    /// Whether a text names a year between 1800 and 2099, or says that there is nobody to name.
    private static func isSource(_ text: String) -> Bool {
        text.contains(/\b(18|19|20)\d\d\b/) || text.hasPrefix("derived")
    }

    @Test(arguments: GroupMetric.all.map(\.id))
    func `every metric has a formula, a question and a source with its year`(id: String) throws {
        let metric = try #require(GroupMetric.named(id))
        #expect(!metric.formula.isEmpty && !metric.question.isEmpty)
        #expect(MethodListTests.isSource(metric.source), "\(metric.source)")
        #expect(metric.range.lower < metric.range.upper)
    }

    @Test func `every aggregation, measure, interval, test and correction has a formula and a source with its year`() {
        for aggregation in Aggregation.allCases {
            #expect(!aggregation.formula.isEmpty && !aggregation.direction.isEmpty)
            #expect(MethodListTests.isSource(aggregation.source), "\(aggregation)")
        }
        for measure in TableMeasure.all {
            #expect(!measure.formula.isEmpty && !measure.question.isEmpty && !measure.direction.isEmpty)
            #expect(MethodListTests.isSource(measure.source), "\(measure.id)")
        }
        for method in StatisticalMethod.all {
            #expect(!method.name.isEmpty && !method.formula.isEmpty)
            #expect(MethodListTests.isSource(method.source), "\(method.id)")
            #expect((method.direction != nil) == (method.kind == .test || method.kind == .adjustment), "\(method.id)")
        }
    }

    @Test func `no id stands for two methods, and none is another one with a correction`() {
        let ids = StatisticalMethod.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for method in StatisticalMethod.all {
            #expect(StatisticalMethod.parts(of: method.id)?.map(\.id) == [method.id])
        }
    }

    @Test func `an id is taken apart into a method and its corrections`() {
        #expect(
            StatisticalMethod.parts(of: "newcombe_against_rest_sidak")?.map(\.id) == [
                "newcombe", "sidak", "against_rest",
            ])
        #expect(StatisticalMethod.parts(of: "recovered_ratio_tukey")?.map(\.id) == ["recovered_ratio", "tukey"])
        #expect(StatisticalMethod.parts(of: "tukey_newcombe") == nil)
        #expect(StatisticalMethod.parts(of: "guess_tukey") == nil)
    }

    @Test(arguments: AuditTask.allCases, [false, true])
    func `every interval and test of an assessment is listed`(task: AuditTask, weighted: Bool) {
        let assessment = RegistryLawTests.assess([RegistryLawTests.rows(weighted: weighted, seed: 3)], task)
        var ids = Set<String>()
        for group in [assessment.overall] + assessment.groups {
            let metrics = group.metrics + group.classes.flatMap(\.metrics)
            ids.formUnion(metrics.compactMap(\.estimate.defined?.method))
            ids.formUnion(metrics.compactMap(\.shrunken?.method))
        }
        ids.formUnion(assessment.disparities.compactMap(\.estimate.defined?.method))
        ids.formUnion(assessment.disparities.compactMap(\.test))
        for gap in assessment.distributions.flatMap(\.gaps) {
            ids.formUnion(([gap.kolmogorovSmirnov, gap.wasserstein] + gap.quantiles).compactMap(\.defined?.method))
            ids.formUnion([gap.test].compactMap(\.self))
        }
        #expect(ids.count > 4)
        #expect(ids.filter { StatisticalMethod.parts(of: $0) == nil } == [])
    }
}
