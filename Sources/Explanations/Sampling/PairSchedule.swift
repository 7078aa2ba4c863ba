/// How many pairs an estimator draws before it looks at its errors, and again and again until they are small enough.
struct PairSchedule {
    /// The number of pairs at each look, rising.
    let looks: [Int]

    /// Makes the looks of one explanation.
    ///
    /// Without a precision there is one look, at the end. With one the first comes after eight blocks of n / 4 pairs, but
    /// of at least four, and each next one after a third more, so that few looks are taken and chance gets few tries.
    ///
    /// - Throws: `ExplanationsError.tooFewEvaluations` if the evaluations leave fewer than n + 8 pairs, and not all there are.
    init(
        method: String, playerCount: Int, total: Double, most: Int = .max, settings: ExplanationSettings
    ) throws {
        try settings.validate()
        let affordable = min(most, max(0, settings.evaluations - 2) / 2)
        let all = Int(min(total, Double(affordable)))
        let least = Int(min(total, Double(playerCount + 8)))
        guard all >= least else {
            throw ExplanationsError.tooFewEvaluations(
                method: method, given: settings.evaluations, needed: 2 * least + 2)
        }
        guard settings.precision != nil else {
            looks = [all]
            return
        }
        var looks = [min(all, max(least, 8 * max(4, playerCount / 4)))]
        while let last = looks.last, last < all { looks.append(min(all, last + max(8, last / 3))) }
        self.looks = looks
    }
}
