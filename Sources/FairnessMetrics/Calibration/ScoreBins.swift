internal import Glibc

/// Bins of the score, with edges shared by all groups, so that a bin means the same score for everybody.
///
/// A bin holds (lower, upper], the first one its lower edge as well.
struct ScoreBins {
    /// The edges, ascending, one more than there are bins.
    let edges: [Double]
    /// Whether every bin holds one score, which is its upper edge.
    var isDiscrete = false

    /// The number of bins.
    var count: Int { max(0, edges.count - 1) }

    /// The bin of a score; one beyond the edges belongs to the nearest bin.
    func bin(of score: Double) -> Int {
        // The first inner edge that is not below the score ends its bin.
        var range = 1..<max(1, edges.count - 1)
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            range = edges[middle] < score ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound - 1
    }

    /// What each bin holds of a sample, labelled rows only.
    func contents(_ sample: ScoreSample) -> [Content] {
        var contents = Array(repeating: Content(), count: count)
        for (list, label) in sample.labelledParts {
            for index in list.scores.indices {
                let bin = bin(of: list.scores[index])
                let mass = list.mass(at: index)
                contents[bin].rows += mass
                contents[bin].scoreSum += mass.weight * list.scores[index]
                if label == .positive { contents[bin].positives += mass }
            }
        }
        return contents
    }

    /// The rows of a bin.
    struct Content {
        var rows = Mass.zero
        var positives = Mass.zero
        var scoreSum = 0.0

        /// The share of positives among the rows.
        var share: Measurement { .proportion(positives, of: rows, otherwise: "no row in this bin") }
    }

    /// Bins of the same width over [0, 1].
    static func equalWidth(_ count: Int) -> ScoreBins {
        ScoreBins(edges: (0...count).map { Double($0) / Double(count) })
    }

    /// At most `count` bins with about the same weight of the rows; equal scores stay together, and up to `count`
    /// distinct scores get a bin each. An edge is the number of fewest digits that lies between two scores.
    ///
    /// The default, with the edges of everybody: bins of equal width crowd most people into a few bins where positives
    /// are rare, and speak of scores that nobody has.
    static func equalCount(_ count: Int, of rows: LabelledRows) -> ScoreBins {
        var levels: [(score: Double, reached: Double)] = []
        var reached = 0.0
        for index in rows.ascending {
            reached += rows.weights[index]
            if levels.last?.score == rows.scores[index] {
                levels[levels.count - 1].reached = reached
            } else {
                levels.append((rows.scores[index], reached))
            }
        }
        guard let lowest = levels.first?.score, let highest = levels.last?.score else { return ScoreBins(edges: []) }
        if levels.count <= count { return ScoreBins(edges: [lowest] + levels.map(\.score), isDiscrete: true) }
        var next = 0
        var cuts: [Int] = []
        for place in 1..<count {
            let target = reached * Double(place) / Double(count)
            // The cut falls after the level whose end is nearest to its place.
            while next < levels.count - 2,
                abs(levels[next + 1].reached - target) <= abs(levels[next].reached - target)
            {
                next += 1
            }
            if cuts.last != next { cuts.append(next) }
        }
        let inner = cuts.map { shortest(from: levels[$0].score, below: levels[$0 + 1].score) }
        return ScoreBins(edges: [lowest] + inner + [highest])
    }

    /// The number of fewest significant digits in [`lower`, `upper`).
    static func shortest(from lower: Double, below upper: Double) -> Double {
        let middle = lower / 2 + upper / 2
        for digits in 1...16 {
            let rounded = middle.rounded(toSignificant: digits)
            if lower <= rounded && rounded < upper { return rounded }
        }
        return lower
    }
}
