/// Adjusts p-values over the families of an assessment: all tests of the same aggregation.
///
/// A metric and its complement (true and false negative rate, say), or a mean square and its root, test one hypothesis and
/// count once.
enum FamilyAdjustment {
    private struct Hypothesis: Hashable {
        var metric: String
        var className: String?
        var attributes: [String]
        var group: GroupKey?
        var place: Int
    }

    /// Fills in the adjusted p-values and returns the number of hypotheses of each family.
    @discardableResult
    static func adjust(_ disparities: inout [Disparity]) -> [Aggregation: Int] {
        var sizes: [Aggregation: Int] = [:]
        for aggregation in Aggregation.allCases {
            let members = disparities.indices.filter {
                disparities[$0].aggregation == aggregation && disparities[$0].pValue != nil
            }
            guard !members.isEmpty else { continue }
            var positions: [Hypothesis: Int] = [:]
            var pValues: [Double] = []
            var slot: [Int] = []
            var occurrences: [Hypothesis: Int] = [:]
            for member in members {
                let disparity = disparities[member]
                var key = Hypothesis(
                    metric: disparity.metric, className: disparity.className, attributes: disparity.attributes,
                    group: disparity.group, place: 0)
                // The same comparison in another stratum is another hypothesis.
                key.place = occurrences[key, default: 0]
                var first = key
                first.place = 0
                occurrences[first, default: 0] += 1
                if !aggregation.isRatio, let complement = GroupMetric.named(disparity.metric)?.complement {
                    key.metric = complement
                }
                if let known = positions[key] {
                    slot.append(known)
                } else {
                    positions[key] = pValues.count
                    slot.append(pValues.count)
                    pValues.append(disparity.pValue ?? 1)
                }
            }
            let holm = PValueAdjustment.holm(pValues)
            let falseDiscovery = PValueAdjustment.benjaminiHochberg(pValues)
            let dependent = PValueAdjustment.benjaminiYekutieli(pValues)
            for (member, position) in zip(members, slot) {
                disparities[member].benjaminiYekutieli = dependent[position]
                disparities[member].adjustedPValue = holm[position]
                disparities[member].falseDiscoveryRate = falseDiscovery[position]
            }
            sizes[aggregation] = pValues.count
        }
        return sizes
    }
}
