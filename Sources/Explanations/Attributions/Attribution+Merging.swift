internal import FairnessMetrics
internal import MatrixKernels

extension Attribution {
    /// Returns the attribution of groups of players, each the sum of its members': the pieces of a word, or a class of words.
    ///
    /// Shapley and Owen values, and all others that add up, stay what they add up to. Variances of sums take the covariance;
    /// bounds without a standard error are added end to end; the degrees of freedom are the fewest of the members'.
    ///
    /// - Parameters:
    ///   - groups: The group of each player, in `0..<groupCount`.
    ///   - groupCount: How many groups there are; one without players contributes 0.
    public func merged(_ groups: [Int], groupCount: Int) throws -> Attribution {
        guard groups.count == players.count else {
            throw ExplanationsError.mismatch(what: "groups", count: groups.count, expected: players.count)
        }
        for group in groups where !(0..<groupCount).contains(group) {
            throw ExplanationsError.setting(
                name: "a player's group", value: "\(group)", remedy: "groups are numbered from 0 to \(groupCount - 1)")
        }
        var result = self
        let members = (0..<groupCount).map { group in groups.indices.filter { groups[$0] == group } }
        var merged = DoubleMatrix(rows: groupCount, columns: groupCount)
        for first in 0..<groupCount {
            for second in 0..<groupCount {
                for player in members[first] {
                    for other in members[second] {
                        merged[first, second] += covariance?[player, other] ?? 0
                    }
                }
            }
        }
        result.players = members.indices.map { group in
            let parts = members[group].map { players[$0] }
            let value = parts.reduce(0) { $0 + $1.value }
            if covariance == nil, parts.contains(where: { $0.standardError == nil }) {
                var sum = Player.exact(value)
                sum.standardError = nil
                sum.signProbability = nil
                sum.interval.lower = parts.reduce(0) { $0 + $1.interval.lower }
                sum.interval.upper = parts.reduce(0) { $0 + $1.interval.upper }
                return sum
            }
            return .estimated(
                value, variance: merged[group, group],
                degreesOfFreedom: parts.reduce(.infinity) { min($0, $1.degreesOfFreedom) }, confidence: confidence)
        }
        if covariance != nil { result.covariance = merged }
        return result
    }
}
