/// People who are equal in every feature to somebody of another group, and whether both got the same decision.
public struct Twins: Sendable, Equatable {
    /// The twins of one group's people.
    public struct Group: Sendable, Equatable {
        /// The group.
        public var key: GroupKey
        /// Its people who have a twin in another group.
        public var withTwin: Int
        /// Of these, who have the negative decision while a twin has the positive one.
        public var worse: Int
        /// Of these, who have the positive decision while a twin has the negative one.
        public var better: Int

        /// Makes a group's twins from counts.
        public init(key: GroupKey, withTwin: Int, worse: Int, better: Int) {
            self.key = key
            self.withTwin = withTwin
            self.worse = worse
            self.better = better
        }
    }

    /// The attribute by which a twin is of another group.
    public var attribute: String
    /// People with a twin in another known group.
    public var withTwin: Int
    /// Of these, who have a twin with the other decision.
    public var contradicted: Int
    /// The weighted share of the latter among the former; people equal in all features vary together.
    public var share: Estimate
    /// The known groups that are not withheld.
    public var groups: [Group]

    /// Makes twins from their parts.
    public init(attribute: String, withTwin: Int, contradicted: Int, share: Estimate, groups: [Group]) {
        self.attribute = attribute
        self.withTwin = withTwin
        self.contradicted = contradicted
        self.share = share
        self.groups = groups
    }
}

extension Twins {
    /// Looks for twins by each attribute; O(rows × features).
    static func all(_ table: FeatureTable, settings: AssessmentSettings) -> [Twins] {
        let identities = table.identities
        let distinct = (identities.max() ?? -1) + 1
        return table.attributes.indices.map { attribute in
            Twins(table, attribute: attribute, identities: identities, distinct: distinct, settings: settings)
        }
    }

    private init(
        _ table: FeatureTable, attribute: Int, identities: [Int], distinct: Int, settings: AssessmentSettings
    ) {
        let column = table.attributes[attribute]
        var sizes = Array(repeating: 0, count: column.values.count)
        for value in table.groups[attribute] { sizes[value] += 1 }
        let isCompared = column.values.indices.map { value in
            (settings.comparesUnknown || !column.values[value].isUnknown) && sizes[value] >= settings.minimumCell
        }
        var found = Array(repeating: Group(key: GroupKey([]), withTwin: 0, worse: 0, better: 0), count: sizes.count)
        var members: [[Int]] = Array(repeating: [], count: distinct)
        for row in 0..<table.rowCount where isCompared[table.groups[attribute][row]] {
            members[identities[row]].append(row)
        }
        // Of each set of equal people, the weight with a twin and that of them who are contradicted.
        var clusters: [(all: Double, contradicted: Double)] = []
        var contradicted = 0
        for rows in members where rows.count > 1 {
            // [group][decision]
            var counts: [Int: [Int]] = [:]
            var totals = [0, 0]
            for row in rows {
                let decision = table.decisions[row] ? 1 : 0
                counts[table.groups[attribute][row], default: [0, 0]][decision] += 1
                totals[decision] += 1
            }
            guard counts.count > 1 else { continue }
            var cluster = (all: 0.0, contradicted: 0.0)
            for row in rows {
                let group = table.groups[attribute][row]
                let decision = table.decisions[row] ? 1 : 0
                let weight = table.mass(of: row).weight
                found[group].withTwin += 1
                cluster.all += weight
                guard totals[1 - decision] > counts[group]?[1 - decision] ?? 0 else { continue }
                if decision == 0 { found[group].worse += 1 } else { found[group].better += 1 }
                contradicted += 1
                cluster.contradicted += weight
            }
            clusters.append(cluster)
        }
        self.init(
            attribute: column.name, withTwin: found.reduce(0) { $0 + $1.withTwin }, contradicted: contradicted,
            share: Twins.share(clusters, confidence: settings.confidence),
            groups: column.values.indices.filter { isCompared[$0] && sizes[$0] > 0 }.map { value in
                var group = found[value]
                group.key = GroupKey([column.values[value]])
                return group
            })
    }

    /// The ratio of the sums, linearised over the clusters.
    private static func share(_ clusters: [(all: Double, contradicted: Double)], confidence: Double) -> Estimate {
        let all = clusters.reduce(0) { $0 + $1.all }
        guard all > 0 else { return .undefined("nobody has a twin in another group") }
        // As for every other mass: squares must neither overflow nor vanish.
        guard (1e-140...1e140).contains(all) else {
            return .undefined("the weights are too large or too small to reckon with")
        }
        let share = clusters.reduce(0) { $0 + $1.contradicted } / all
        let size = Double(clusters.count)
        let squares = clusters.reduce(0) { sum, cluster in
            let residual = cluster.contradicted - share * cluster.all
            return sum + residual * residual
        }
        let error = size > 1 ? (squares * size / (size - 1)).squareRoot() / all : 0
        return Sampled(
            value: share, effectiveSize: size,
            model: .mean(
                standardError: error, degreesOfFreedom: size - 1, bounds: Interval(0, 1), imagined: Interval(0, 1))
        ).estimate(z: CriticalValue.single(confidence: confidence), "linearised_t")
    }
}
