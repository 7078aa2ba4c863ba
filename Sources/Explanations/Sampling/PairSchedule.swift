/// How many pairs an estimator draws before it looks at its errors, and again and again until they are small enough.
struct PairSchedule {
    /// The number of pairs at each look, rising.
    let looks: [Int]

    /// Makes the looks of one explanation.
    ///
    /// Without a precision there is one look, at the end. With one the first comes after eight blocks of n / 4 pairs, but
    /// of at least four, and each next one after a third more, so that few looks are taken and chance gets few tries.
    ///
    /// - Parameters:
    ///   - most: The most pairs that the estimator can use, unless all there are can be had.
    ///   - fewest: The fewest that it can use, n + 8 if nil.
    /// - Throws: `ExplanationsError.tooFewEvaluations` if the evaluations leave fewer pairs, and not all there are.
    init(
        method: String, playerCount: Int, total: Double, most: Int = .max, fewest: Int? = nil,
        settings: ExplanationSettings
    ) throws {
        try settings.validate()
        let affordable = max(0, settings.evaluations - 2) / 2
        let all = total <= Double(affordable) ? Int(total) : min(most, affordable)
        let least = Int(min(total, Double(fewest ?? playerCount + 8)))
        guard settings.evaluations >= 2, all >= least else {
            throw ExplanationsError.tooFewEvaluations(
                method: method, given: settings.evaluations, needed: 2 * least + 2)
        }
        guard settings.precision != nil else {
            looks = [all]
            return
        }
        var looks = [min(all, max(least, 8 * max(4, playerCount / 4)))]
        while let last = looks.last, last < all { looks.append(min(all, last + max(8, last / 3))) }
        self.looks = looks.filter { $0 <= most || $0 == all }
    }
}
