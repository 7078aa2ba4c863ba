/// How much a model's answers move when a text speaks of somebody else, before and after something was done to it (Garg et
/// al. 2019, "Counterfactual Fairness in Text Classification through Robustness").
public struct CounterfactualGap: Sendable, Equatable {
    /// What texts were swapped.
    public enum Source: Sendable, Hashable {
        /// Texts of the data.
        case texts
        /// Sentences with a place for a person; those of one frame, or all.
        case templates(frame: String?)
    }

    /// A text and the same with its words exchanged, as two models judge them.
    public struct Pair: Sendable, Equatable {
        /// The probability of the positive label, of the text as it stands and swapped, in each model.
        public struct Answers: Sendable, Equatable {
            /// From 0 to 1.
            public let original: Double, swapped: Double

            /// Takes two probabilities.
            public init(original: Double, swapped: Double) {
                self.original = original
                self.swapped = swapped
            }

            /// swapped − original.
            var shift: Double { swapped - original }
            /// Whether a decision from 0.5 on is another.
            var flips: Bool { (original >= 0.5) != (swapped >= 0.5) }
        }

        /// Pairs of the same unit, as of one template, are no independent evidence.
        public let unit: Int
        /// Of whom the text speaks, and of whom it speaks when swapped; nil if it speaks of both.
        public let from: String?, to: String?
        /// What the models say.
        public let before: Answers, after: Answers

        /// Makes a pair.
        public init(unit: Int, from: String?, to: String?, before: Answers, after: Answers) {
            self.unit = unit
            self.from = from
            self.to = to
            self.before = before
            self.after = after
        }
    }

    /// A move from one of those spoken of to another.
    public struct Direction: Sendable, Equatable {
        /// Of whom texts spoke, and of whom they speak.
        public let from: String, to: String
        /// The mean change of the probability, −1 to 1; above 0 where the model prefers `to`.
        public let shift: PairedEstimates
        /// The units that moved so.
        public let units: Int
    }

    /// Whose words were exchanged.
    public let attribute: String
    /// What texts were swapped.
    public let source: Source
    /// The units and the pairs that were judged.
    public let units: Int, pairs: Int
    /// Pairs that were not judged, because the models do not know the words or read only the beginning of the texts.
    public let unread: Int
    /// The mean absolute change of the positive probability, 0 to 1.
    public let size: PairedEstimates
    /// The share of decisions that flip.
    public let flips: PairedEstimates
    /// The mean change by direction, in the order of the names.
    public let directions: [Direction]

    /// Measures pairs; a unit counts by the mean of its pairs.
    ///
    /// With fewer units than `PairedEstimates.fewest` all is undefined, never 0.
    public init(attribute: String, source: Source, pairs: [Pair], unread: Int, confidence: Double = 0.95) {
        self.attribute = attribute
        self.source = source
        self.pairs = pairs.count
        self.unread = unread
        func byUnit(_ pairs: [Pair], _ value: (Pair.Answers) -> Double) -> (before: [Double], after: [Double]) {
            let units = Dictionary(grouping: pairs, by: \.unit).sorted { $0.key < $1.key }.map(\.value)
            func means(_ answers: (Pair) -> Pair.Answers) -> [Double] {
                units.map { unit in unit.reduce(0) { $0 + value(answers($1)) } / Double(unit.count) }
            }
            return (means(\.before), means(\.after))
        }
        let isOfTexts = source == .texts
        func what(_ count: Int) -> String {
            let noun =
                isOfTexts ? (count == 1 ? "text holds" : "texts hold") : count == 1 ? "template has" : "templates have"
            return "\(noun) words to exchange that the models know"
        }
        let sizes = byUnit(pairs) { abs($0.shift) }
        let flipped = byUnit(pairs) { $0.flips ? 1 : 0 }
        units = sizes.before.count
        size = .means(
            before: sizes.before, after: sizes.after, in: 0...1, confidence: confidence, of: what(sizes.before.count))
        flips = .shares(
            before: flipped.before, after: flipped.after, confidence: confidence, of: what(sizes.before.count))
        var moves: [[String]: [Pair]] = [:]
        for pair in pairs {
            if let from = pair.from, let to = pair.to { moves[[from, to], default: []].append(pair) }
        }
        directions = moves.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { names, pairs in
            let shifts = byUnit(pairs, \.shift)
            return Direction(
                from: names[0], to: names[1],
                shift: .means(
                    before: shifts.before, after: shifts.after, in: -1...1, confidence: confidence,
                    of: what(shifts.before.count)), units: shifts.before.count)
        }
    }
}
