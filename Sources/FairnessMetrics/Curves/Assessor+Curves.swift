internal import NumericalKernels

extension Assessor {
    /// Draws the curves of everybody and of each group of each attribute alone; none without labels and scores.
    ///
    /// Groups that lack a label have no curve.
    func curves(of table: GroupTable) -> [GroupCurves] {
        guard table.inputs.isSuperset(of: [.label, .score]) else { return [] }
        @Sendable func curves(_ key: GroupKey, _ tally: Tally) -> GroupCurves? {
            guard let sample = tally.scores else { return nil }
            return GroupCurves(
                key: key, sample: sample, minimumCell: settings.minimumCell, confidence: settings.confidence)
        }
        let sets = [[]] + table.attributes.indices.map { [$0] }
        return ParallelMap.map(sets.count, workers: sets.count) { index in
            table.sums(over: sets[index]).compactMap { curves(table.key($0.cell, over: sets[index]), $0.tally) }
        }.flatMap(\.self)
    }
}
