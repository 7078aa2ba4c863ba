internal import FairnessMetrics
internal import Glibc

/// How many people of each group of one set were selected, as whole numbers.
struct SelectedCounts {
    /// One group.
    struct Category {
        let key: GroupKey
        let selected: Int, people: Int

        var rate: Double { Double(selected) / Double(people) }

        /// Whether its rate is below four fifths of another's, in whole numbers: 5 · s · n′ < 4 · s′ · n.
        func isBelowFourFifths(of other: Category) -> Bool {
            let (left, right) = (
                (5 * selected).multipliedFullWidth(by: other.people),
                (4 * other.selected).multipliedFullWidth(by: people)
            )
            return left.high == right.high ? left.low < right.low : left.high < right.high
        }

        /// The difference of the rates in standard deviations, pooled, without a correction for continuity; nil where everybody
        /// or nobody was selected.
        func standardDeviations(from other: Category) -> Double? {
            let pooled = Double(selected + other.selected) / Double(people + other.people)
            let error = (pooled * (1 - pooled) * (1 / Double(people) + 1 / Double(other.people))).squareRoot()
            return error > 0 ? (rate - other.rate) / error : nil
        }

        /// Whether its rate would be above the other's had one person more of it been selected in place of one of the other.
        func overtakesByOne(_ other: Category) -> Bool {
            guard selected < people, other.selected > 0 else { return false }
            return Double(selected + 1) / Double(people) > Double(other.selected - 1) / Double(other.people)
        }
    }

    /// The groups that are known, in the order of the report.
    let known: [Category]
    /// The people of unknown group.
    let unknown: Int

    /// Nil if a group's counts are withheld, weighted or missing.
    init?(_ context: ReportContext, _ attributes: [String]) {
        var known: [Category] = []
        var unknown = 0
        for group in context.groups(attributes) {
            guard group.withheld == nil else { return nil }
            guard let rate = group.estimate("selection_rate")?.defined else {
                // Nobody of it was decided about.
                continue
            }
            guard let selected = rate.numerator, let people = rate.denominator, selected == selected.rounded(),
                people == people.rounded(), people > 0, people < 1e12, group.weight == Double(group.count)
            else { return nil }
            if group.key.isUnknown {
                unknown += Int(people)
            } else {
                known.append(Category(key: group.key, selected: Int(selected), people: Int(people)))
            }
        }
        guard !known.isEmpty else { return nil }
        self.known = known
        self.unknown = unknown
    }

    /// All people of known group.
    var people: Int { known.reduce(0) { $0 + $1.people } }

    /// Whether a group has less than a fiftieth of the people of known group.
    func isUnderTwoPercent(_ category: Category) -> Bool { 50 * category.people < people }

    /// The group with the highest rate among those of at least two percent; the first of equal ones.
    var highest: Category? {
        var best: Category?
        for category in known where !isUnderTwoPercent(category) {
            if best.map({ category.rate > $0.rate }) ?? true { best = category }
        }
        return best
    }
}
