internal import NumericalKernels

/// Whether people who are alike get the same decision (Zemel et al. 2013).
///
/// 1 − mean |y_i − mean of y over the k nearest others|, in 0…1; 1 where everybody is decided as the neighbours are. The
/// nearest are found by the features alone: neither a person nor a protected attribute is among what makes them alike.
/// Means are weighted. The interval takes the people asked as a sample and everybody's neighbours as they are here.
public struct Consistency: Sendable, Equatable {
    /// The consistency of one group's people, with neighbours from everybody.
    public struct Group: Sendable, Equatable {
        /// The group.
        public var key: GroupKey
        /// How many of its people were asked.
        public var count: Int
        /// Their consistency.
        public var estimate: Estimate

        /// Makes a group's consistency from its parts.
        public init(key: GroupKey, count: Int, estimate: Estimate) {
            self.key = key
            self.count = count
            self.estimate = estimate
        }
    }

    /// The features by which people are alike.
    public var features: [String]
    /// Whether the decisions are the predictions or the labels.
    public var subject: DifferentialFairness.Subject
    /// How many neighbours each has.
    public var neighbours: Int
    /// Rows with a decision and all features.
    public var rows: Int
    /// Rows that lack one.
    public var incomplete: Int
    /// How many people were compared with their neighbours: all, or a seeded sample of many.
    public var asked: Int
    /// The consistency over everybody.
    public var overall: Estimate
    /// The groups of each attribute.
    public var groups: [Group]
    /// The difference of consistency between the groups of each attribute.
    public var disparities: [Disparity]
    /// Who has a twin in another group, for each attribute.
    public var twins: [Twins]

    /// Makes a consistency from its parts.
    public init(
        features: [String], subject: DifferentialFairness.Subject, neighbours: Int, rows: Int, incomplete: Int,
        asked: Int, overall: Estimate, groups: [Group], disparities: [Disparity], twins: [Twins]
    ) {
        self.features = features
        self.subject = subject
        self.neighbours = neighbours
        self.rows = rows
        self.incomplete = incomplete
        self.asked = asked
        self.overall = overall
        self.groups = groups
        self.disparities = disparities
        self.twins = twins
    }

    /// How many neighbours each person has.
    public static let usualNeighbours = 5
    /// Beyond about this many pairs of people a sample is asked, of a thousand at least.
    public static let maximumPairs = 200_000_000
    static let leastAsked = 1_000
    private static let stream: UInt64 = 3 << 32
}

extension Consistency {
    /// Measures a table; costs O(people asked × rows × features).
    ///
    /// - Parameters:
    ///   - table: The people with their features, decisions and groups.
    ///   - settings: The confidence, the smallest cell, how groups are compared, and the seed of the sample.
    ///   - workers: Threads that look for neighbours; the result does not depend on their number.
    ///   - neighbours: How many neighbours each has.
    ///   - maximumPairs: Beyond this many pairs of people a sample is asked.
    public init(
        _ table: FeatureTable, settings: AssessmentSettings, workers: Int,
        neighbours: Int = Consistency.usualNeighbours, maximumPairs: Int = Consistency.maximumPairs
    ) {
        let queries = Consistency.queries(table.rowCount, maximumPairs: maximumPairs, seed: settings.seed)
        self.init(
            features: table.names, subject: table.subject, neighbours: neighbours, rows: table.rowCount,
            incomplete: table.incomplete, asked: queries.count,
            overall: .undefined("fewer than \(neighbours + 1) rows have a decision and every feature"), groups: [],
            disparities: [], twins: Twins.all(table, settings: settings))
        guard table.rowCount > neighbours else {
            asked = 0
            return
        }
        let z = CriticalValue.single(confidence: settings.confidence)
        let means = table.neighbours.neighbourMeans(of: queries, k: neighbours, workers: workers)
        let answers = zip(queries, means).filter { $1.isFinite }.map { row, mean in
            Answer(row: row, value: 1 - abs((table.decisions[row] ? 1 : 0) - mean))
        }
        func measure(_ answers: [Answer]) -> Measurement { Consistency.measure(answers, in: table) }
        overall = measure(answers).estimate(z: z)
        for (attribute, column) in table.attributes.enumerated() {
            let byValue = Dictionary(grouping: answers) { table.groups[attribute][$0.row] }
            var counts = Array(repeating: 0, count: column.values.count)
            for value in table.groups[attribute] { counts[value] += 1 }
            var known = 0
            var compared: [ComparedGroup] = []
            for (value, name) in column.values.enumerated() where counts[value] > 0 {
                let own = byValue[value] ?? []
                let key = GroupKey([name])
                // Fewer people may have every feature than are in a group that may be shown.
                let isSuppressed = counts[value] < settings.minimumCell
                let measurement =
                    isSuppressed
                    ? .undefined("withheld: fewer than \(settings.minimumCell) rows") : measure(own)
                groups.append(
                    Group(key: key, count: isSuppressed ? 0 : own.count, estimate: measurement.estimate(z: z)))
                guard settings.comparesUnknown || !name.isUnknown else { continue }
                known += 1
                if let sampled = measurement.sampled {
                    compared.append(ComparedGroup(key: key, count: own.count, sampled: sampled))
                }
            }
            disparities.append(
                GroupComparison(
                    metric: "consistency", attributes: [column.name], groups: compared,
                    notEstimable: known - compared.count, overall: .undefined("not compared"), settings: settings
                ).difference())
        }
    }

    private struct Answer {
        var row: Int
        var value: Double
    }

    private static func measure(_ answers: [Answer], in table: FeatureTable) -> Measurement {
        var mass = Mass.zero
        var sum = 0.0
        for answer in answers {
            let own = table.mass(of: answer.row)
            mass += own
            sum += own.weight * answer.value
        }
        if let fault = mass.fault(ifEmpty: "nobody was asked") { return .undefined(fault) }
        let mean = sum / mass.weight
        let squares = answers.reduce(0.0) { squares, answer in
            squares + table.mass(of: answer.row).squaredWeight * (answer.value - mean) * (answer.value - mean)
        }
        let size = mass.effectiveSize
        let error = size > 1 ? (squares / (size - 1) * size).squareRoot() / mass.weight : 0
        return .sampled(
            Sampled(
                value: min(1, max(0, mean)), effectiveSize: size,
                model: .mean(
                    standardError: error, degreesOfFreedom: size - 1, bounds: Interval(0, 1),
                    imagined: Interval(0, 1)), denominator: mass))
    }

    /// Everybody, or a sample without replacement whose pairs with all rows stay within bounds.
    private static func queries(_ rows: Int, maximumPairs: Int, seed: UInt64) -> [Int] {
        let count = min(rows, max(leastAsked, maximumPairs / max(1, rows)))
        var places = Array(0..<rows)
        guard count < rows else { return places }
        var generator = SeededGenerator(seed: seed, stream: stream)
        for place in 0..<count {
            places.swapAt(place, place + Int(generator.uniform() * Double(rows - place)))
        }
        return places[..<count].sorted()
    }
}
