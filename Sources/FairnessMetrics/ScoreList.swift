/// Scores with the rows that have them; in ascending order and each once, when sorted.
public struct ScoreList: Sendable, Equatable {
    /// Finite scores.
    private(set) var scores: [Double] = []
    /// How many rows have each score; empty while every score stands for one row.
    private var counts: [UInt32] = []
    /// Σw of those rows, empty without weights.
    private var weights: [Double] = []
    /// Σw² of those rows, empty while every score stands for one row.
    private var squaredWeights: [Double] = []
    private var isSorted = true

    /// Makes an empty list.
    public init() {}

    /// The number of entries; of distinct scores when sorted.
    var count: Int { scores.count }

    /// The rows behind an entry.
    func mass(at index: Int) -> Mass {
        let count = counts.isEmpty ? 1 : Int(counts[index])
        guard !weights.isEmpty else { return Mass(count: count) }
        let weight = weights[index]
        return Mass(
            count: count, weight: weight,
            squaredWeight: squaredWeights.isEmpty ? weight * weight : squaredWeights[index])
    }

    /// The mass of all rows.
    var total: Mass {
        var sum = Mass.zero
        for index in scores.indices { sum += mass(at: index) }
        return sum
    }

    /// Adds the finite score of one row; without a weight it weighs 1.
    mutating func add(_ score: Double, weight: Double?) {
        precondition(score.isFinite, "a score must be finite, got \(score)")
        if !counts.isEmpty {
            var row = ScoreList()
            row.add(score, weight: weight)
            merge(row)
            return
        }
        if weight != nil, weights.isEmpty { weights = scores.map { _ in 1 } }
        scores.append(score)
        if let weight { weights.append(weight) } else if !weights.isEmpty { weights.append(1) }
        isSorted = false
    }

    /// The same rows with their weights written out.
    private var weighted: ScoreList {
        guard weights.isEmpty else { return self }
        var list = self
        list.weights = scores.indices.map { Double(counts.isEmpty ? 1 : counts[$0]) }
        if !counts.isEmpty { list.squaredWeights = list.weights }
        return list
    }

    /// Adds the rows of another list; two sorted lists give a sorted one, in linear time.
    mutating func merge(_ other: ScoreList) {
        if other.scores.isEmpty { return }
        if scores.isEmpty {
            self = other
        } else if weights.isEmpty != other.weights.isEmpty {
            self = weighted
            merge(other.weighted)
        } else if counts.isEmpty, other.counts.isEmpty, !isSorted, !other.isSorted {
            scores.append(contentsOf: other.scores)
            weights.append(contentsOf: other.weights)
        } else {
            sort()
            var second = other
            second.sort()
            self = ScoreList(merging: self, second)
        }
    }

    /// Sorts the scores and brings equal ones together: O(n log n).
    mutating func sort() {
        guard !isSorted || counts.isEmpty else { return }
        isSorted = true
        if weights.isEmpty { sortCounted() } else { sortWeighted() }
    }

    private mutating func sortCounted() {
        scores.sort()
        counts.reserveCapacity(scores.count)
        var end = 0
        for index in scores.indices {
            if end > 0, scores[end - 1] == scores[index] {
                counts[end - 1] += 1
            } else {
                scores[end] = scores[index]
                counts.append(1)
                end += 1
            }
        }
        scores.removeLast(scores.count - end)
    }

    private mutating func sortWeighted() {
        // Equal scores by weight, so that sums do not depend on the order of the rows.
        let order = zip(scores, weights).sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
        scores.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        for (score, weight) in order {
            if scores.last == score {
                counts[counts.count - 1] += 1
                weights[weights.count - 1] += weight
                squaredWeights[squaredWeights.count - 1] += weight * weight
            } else {
                scores.append(score)
                counts.append(1)
                weights.append(weight)
                squaredWeights.append(weight * weight)
            }
        }
    }

    /// Merges two sorted lists.
    private init(merging first: ScoreList, _ second: ScoreList) {
        scores.reserveCapacity(first.count + second.count)
        counts.reserveCapacity(first.count + second.count)
        let isWeighted = !first.weights.isEmpty
        var i = 0
        var j = 0
        while i < first.count || j < second.count {
            let takesFirst = j == second.count || i < first.count && first.scores[i] <= second.scores[j]
            let takesSecond = i == first.count || j < second.count && second.scores[j] <= first.scores[i]
            scores.append(takesFirst ? first.scores[i] : second.scores[j])
            counts.append((takesFirst ? first.counts[i] : 0) + (takesSecond ? second.counts[j] : 0))
            if isWeighted {
                weights.append((takesFirst ? first.weights[i] : 0) + (takesSecond ? second.weights[j] : 0))
                squaredWeights.append(
                    (takesFirst ? first.squaredWeights[i] : 0) + (takesSecond ? second.squaredWeights[j] : 0))
            }
            i += takesFirst ? 1 : 0
            j += takesSecond ? 1 : 0
        }
    }
}
