/// The upper edge of the convex hull of points in the plane: the best that draws between two of them can reach.
struct ConcaveFrontier: Sendable {
    /// The indices of the points that are corners, by rising x.
    let corners: [Int]
    /// Where they lie.
    let x: [Double], y: [Double]

    /// Finds the corners in O(n log n); of equal points the first stands for all.
    init(_ points: [(x: Double, y: Double)]) {
        let sorted = points.indices.sorted {
            if points[$0].x != points[$1].x { return points[$0].x < points[$1].x }
            return points[$0].y != points[$1].y ? points[$0].y > points[$1].y : $0 < $1
        }
        var chain: [Int] = []
        for index in sorted {
            let next = points[index]
            if let last = chain.last, points[last].x == next.x { continue }
            while chain.count > 1 {
                let (first, last) = (points[chain[chain.count - 2]], points[chain[chain.count - 1]])
                let turn = (last.x - first.x) * (next.y - first.y) - (last.y - first.y) * (next.x - first.x)
                if turn < 0 { break }
                chain.removeLast()
            }
            chain.append(index)
        }
        corners = chain
        x = chain.map { points[$0].x }
        y = chain.map { points[$0].y }
    }

    /// Where a value of x lies: between which corners, and which share of the way.
    func place(_ value: Double) -> (low: Int, high: Int, share: Double) {
        var (low, high) = (0, x.count - 1)
        if value <= x[low] { return (low, low, 0) }
        if value >= x[high] { return (high, high, 0) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if x[middle] <= value { low = middle } else { high = middle }
        }
        return value == x[low] ? (low, low, 0) : (low, high, (value - x[low]) / (x[high] - x[low]))
    }

    /// The height at x, which must lie between the first and the last corner.
    func height(_ value: Double) -> Double {
        let place = place(value)
        return y[place.low] + place.share * (y[place.high] - y[place.low])
    }

    /// The rule that reaches the edge at x: one corner's, or a draw between two.
    func rule(_ value: Double, of group: GroupScores) -> ScoreRule {
        let place = place(value)
        return group.rule(corners[place.low]).mixed(with: group.rule(corners[place.high]), share: place.share)
    }
}
