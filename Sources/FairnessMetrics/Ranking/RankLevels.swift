internal import Glibc

/// Everybody in descending order of the score: each distinct score once, with the positions of those who have it.
///
/// Positions are those of rows: a weight moves nobody. Rows with the same score share their positions, as on average over
/// every order of them.
struct RankLevels {
    /// The distinct scores, descending.
    let scores: [Double]
    /// How many rows have a higher score.
    let above: [Int]
    /// How many rows have the score.
    let counts: [Int]

    /// Ranks a sample in O(n) if it is sorted.
    init(_ sample: ScoreSample) {
        var all = sample.negatives
        all.merge(sample.positives)
        all.merge(sample.unlabelled)
        all.sort()
        scores = all.scores.reversed()
        counts = all.scores.indices.reversed().map { all.mass(at: $0).count }
        var above: [Int] = []
        above.reserveCapacity(counts.count)
        var rows = 0
        for count in counts {
            above.append(rows)
            rows += count
        }
        self.above = above
    }

    /// The number of rows ranked.
    var rows: Int { (above.last ?? 0) + (counts.last ?? 0) }

    /// The mean position discount 1 / log₂(1 + rank) of the rows of each level (Singh, Joachims 2018).
    var discounts: [Double] {
        zip(above, counts).map { above, count in
            var sum = 0.0
            for rank in above + 1...above + count { sum += 1 / log2(Double(1 + rank)) }
            return sum / Double(count)
        }
    }

    /// The share of a level's rows that the first `k` positions hold.
    func share(ofLevel level: Int, inTop k: Int) -> Double {
        min(1, max(0, Double(k - above[level]) / Double(counts[level])))
    }

    /// Calls `body` with every entry of a sorted list and the level it has here.
    func forEach(of list: ScoreList, _ body: (_ level: Int, _ mass: Mass) -> Void) {
        var level = scores.count - 1
        for index in list.scores.indices {
            let score = list.scores[index]
            // Both ascend; a short list skips ahead by halves.
            var step = 1
            while level - step >= 0, scores[level - step] <= score {
                level -= step
                step *= 2
            }
            while step > 0 {
                if level - step >= 0, scores[level - step] <= score { level -= step } else { step /= 2 }
            }
            body(level, list.mass(at: index))
        }
    }
}
