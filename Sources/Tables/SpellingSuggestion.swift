/// Returns the candidate that `name` was most likely meant to be, or nil if none is near.
///
/// Near is a restricted Damerau-Levenshtein distance (insertions, deletions, substitutions and swaps of neighbours) of
/// at most a third of the length of `name`, at least 1; letter case does not count. The first of equals wins.
/// Costs O(candidates × length²).
public func didYouMean(_ name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let other = Array(candidate.lowercased().unicodeScalars)
        let limit = max(1, wanted.count / 3)
        guard abs(other.count - wanted.count) <= limit, other.count < 200 else { continue }
        let distance = editDistance(wanted, other)
        if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.candidate
}

private func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: second.count + 1)
    var previous = Array(0...second.count)
    for i in first.indices {
        var current = [i + 1]
        for j in second.indices {
            var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (first[i] == second[j] ? 0 : 1))
            if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                cost = min(cost, beforePrevious[j - 1] + 1)
            }
            current.append(cost)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[second.count]
}
