/// The best threshold for each group, without a draw, under which no rate differs by more than a tolerance.
///
/// Exact: whatever the best thresholds are, the lowest of the groups' rates is that of one cut, so each cut of each group is
/// tried as the lower end of a window as wide as the tolerance, in which every group takes its best cut.
struct DeterministicThresholds: Sendable {
    /// The cut of each group.
    let points: [Int]

    /// One rate's windows: O(n G) for n cuts and G groups; nil if no choice meets the tolerance.
    init?(_ groups: [GroupScores], rate: RateConstraint.Rate, tolerance: Double, objective: ObjectiveWeights) {
        let sorted = groups.map { group -> [Candidate] in
            let candidates = (0..<group.count).compactMap { point -> Candidate? in
                group.rate(rate, point).map { Candidate(x: $0, value: objective.value(group, point), point: point) }
            }
            return candidates.sorted { $0.x != $1.x ? $0.x < $1.x : $0.point < $1.point }
        }
        guard let best = Self.windows(sorted, tolerance).max(by: { $0.value < $1.value }),
            let points = Self.choice(sorted, from: best.start, tolerance)
        else { return nil }
        self.points = points
    }

    /// Both rates of equalized odds: windows of the false positive rate, the most promising first, and in each of them windows
    /// of the true positive rate, until no window left can hold anything better.
    init?(oddsOf groups: [GroupScores], tolerance: Double, objective: ObjectiveWeights) {
        let byFalse = groups.map { group in
            (0..<group.count).map { point in
                Candidate(
                    x: group.negatives[point] / group.allNegatives, value: objective.value(group, point), point: point)
            }
        }
        var best: (value: Double, points: [Int])?
        for window in Self.windows(byFalse, tolerance).sorted(by: {
            $0.value != $1.value ? $0.value > $1.value : $0.start < $1.start
        }) {
            if let best, window.value <= best.value { break }
            let inside = zip(groups, byFalse).map { group, candidates in
                candidates.filter { Self.isWithin($0.x, window.start, tolerance) }.map {
                    Candidate(x: group.positives[$0.point] / group.allPositives, value: $0.value, point: $0.point)
                }
            }
            guard let found = Self.windows(inside, tolerance).max(by: { $0.value < $1.value }),
                found.value > best?.value ?? -.infinity,
                let points = Self.choice(inside, from: found.start, tolerance)
            else { continue }
            best = (found.value, points)
        }
        guard let best else { return nil }
        points = best.points
    }

    private struct Candidate {
        let x: Double, value: Double
        let point: Int
    }

    private static func isWithin(_ x: Double, _ start: Double, _ tolerance: Double) -> Bool {
        x >= start && x <= start + tolerance + 1e-12
    }

    /// Every window in which each group has a cut, with the best sum of objectives, by rising start.
    private static func windows(_ groups: [[Candidate]], _ tolerance: Double) -> [(start: Double, value: Double)] {
        let starts = Set(groups.flatMap { $0.map(\.x) }).sorted()
        // The candidates of each group in the window that may still become its best, the best first.
        var queues = groups.map { _ in [Int]() }
        var heads = groups.map { _ in 0 }
        var next = groups.map { _ in 0 }
        var windows: [(start: Double, value: Double)] = []
        for start in starts {
            var sum = 0.0
            var isComplete = true
            for group in groups.indices {
                let candidates = groups[group]
                while next[group] < candidates.count, candidates[next[group]].x <= start + tolerance + 1e-12 {
                    while queues[group].count > heads[group],
                        let last = queues[group].last, candidates[last].value < candidates[next[group]].value
                    {
                        queues[group].removeLast()
                    }
                    queues[group].append(next[group])
                    next[group] += 1
                }
                while heads[group] < queues[group].count, candidates[queues[group][heads[group]]].x < start {
                    heads[group] += 1
                }
                if heads[group] < queues[group].count {
                    sum += candidates[queues[group][heads[group]]].value
                } else {
                    isComplete = false
                }
            }
            if isComplete { windows.append((start, sum)) }
        }
        return windows
    }

    /// Each group's best cut in a window; the first of equal ones.
    private static func choice(_ groups: [[Candidate]], from start: Double, _ tolerance: Double) -> [Int]? {
        let points = groups.compactMap { candidates in
            candidates.filter { isWithin($0.x, start, tolerance) }
                .max { $0.value != $1.value ? $0.value < $1.value : $0.point > $1.point }?.point
        }
        return points.count == groups.count ? points : nil
    }
}
