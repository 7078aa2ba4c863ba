/// How an interval or a p-value is made: a value in the registry, under the id that results hold it by.
///
/// The id of a result may be that of a method followed by those of one or more corrections, as in `newcombe_tukey`.
public struct StatisticalMethod: Sendable {
    /// What a method yields.
    public enum Kind: String, Sendable, CaseIterable {
        /// An interval of one estimate, of a gap or of a ratio.
        case interval
        /// A p-value.
        case test
        /// What makes intervals or tests hold for several groups or rates at once; the end of an id.
        case correction
        /// What makes p-values hold for a family of tests.
        case adjustment
    }

    /// The id in results, such as `delong_logit`.
    public let id: String
    /// What it yields.
    public let kind: Kind
    /// What it is, in a few words that fit into a sentence.
    public let name: String
    /// The formula in the field's notation; z is the normal critical value of the confidence, n an effective size.
    public let formula: String
    /// Which way to read it, for a test what a small p-value speaks against; nil for an interval.
    public let direction: String?
    /// Who published it, with the year, or where this suite derives it.
    public let source: String

    /// Every method, test, correction and adjustment, in this order.
    public static let all = intervals + tests + corrections + adjustments

    /// The method with this id, or nil.
    public static func named(_ id: String) -> StatisticalMethod? { byId[id] }

    /// Returns the methods that the id of a result is made of: one, then its corrections from the last to the first.
    ///
    /// - Returns: nil if a part of the id is in no list.
    public static func parts(of id: String) -> [StatisticalMethod]? {
        if let method = named(id) { return [method] }
        for correction in corrections where id.hasSuffix("_" + correction.id) {
            guard let rest = parts(of: String(id.dropLast(correction.id.utf8.count + 1))) else { return nil }
            return [rest[0], correction] + rest.dropFirst()
        }
        return nil
    }

    private static let byId = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    static func interval(_ id: String, _ name: String, _ formula: String, _ source: String) -> StatisticalMethod {
        StatisticalMethod(id: id, kind: .interval, name: name, formula: formula, direction: nil, source: source)
    }

    static func test(
        _ id: String, _ name: String, _ formula: String, against hypothesis: String, _ source: String
    ) -> StatisticalMethod {
        StatisticalMethod(
            id: id, kind: .test, name: name, formula: formula,
            direction: "a small p-value speaks against \(hypothesis)", source: source)
    }
}
