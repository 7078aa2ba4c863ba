public import FairnessMetrics

/// How well a probe told the group from states that it had not learned from.
public struct Leakage: Sendable, Equatable {
    /// What the probe was fitted and judged on.
    public enum Scope: Sendable, Hashable {
        /// All rows.
        case all
        /// The rows of one label: a probe of its own, fitted on that label's rows alone.
        case label(Int)
    }

    /// What one probe found.
    public struct Finding: Sendable, Equatable {
        /// The rows that the probe learned from and was judged on.
        public let scope: Scope
        /// How many rows it learned from.
        public let trainingRows: Int
        /// How many rows it was judged on.
        public let heldOutRows: Int
        /// The share, among the rows judged, of the group that is largest among those learned from: what no probe needs
        /// states for.
        public let majority: Estimate
        /// The share of the rows judged whose group was found, with Wilson's interval.
        public let accuracy: Estimate
        /// The area under the ROC curve of each group against the others, by group, with DeLong's interval; 0.5 is chance.
        /// Two groups have the same one, which is given once, for the second.
        public let areas: [Estimate]

        /// The largest of the areas, that of the group which is told best; nil if all are undefined.
        public var largestArea: Double? { areas.compactMap(\.value).max() }

        /// Accuracy less the majority's share; nil if either is undefined.
        public var advantage: Double? { accuracy.value.flatMap { value in majority.value.map { value - $0 } } }
    }

    /// The name of the probe.
    public let probe: String
    /// For all rows first, then within each label in order.
    public let findings: [Finding]
}
