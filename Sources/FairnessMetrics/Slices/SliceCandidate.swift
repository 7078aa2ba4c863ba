/// A conjunction of column = value, with its counts and how far it stands from the rest.
struct SliceCandidate: Sendable {
    /// A column and the code it must have, packed so that candidates are small and compare fast.
    struct Term: Sendable, Equatable {
        var column: Int
        var code: Int
    }

    /// One byte of column + 1 and one of code for each term, the first term highest; absent terms are 0.
    private var packed: UInt64
    /// Rows of the denominator in the slice, and those above the line.
    var denominator: Int
    var numerator: Int
    /// z² of the slice's proportion against that of all other rows.
    var squaredZ: Double

    init(_ terms: [Term], numerator: Int, denominator: Int, squaredZ: Double) {
        packed = 0
        for place in 0..<3 {
            let term = place < terms.count ? UInt64(terms[place].column + 1) << 8 | UInt64(terms[place].code) : 0
            packed = packed << 16 | term
        }
        self.numerator = numerator
        self.denominator = denominator
        self.squaredZ = squaredZ
    }

    /// The conditions, in the order of the columns.
    var terms: [Term] {
        [32, 16, 0].compactMap { shift in
            let term = Int(truncatingIfNeeded: packed >> UInt64(shift)) & 0xFFFF
            return term == 0 ? nil : Term(column: term >> 8 - 1, code: term & 0xFF)
        }
    }

    private var termCount: Int { (packed & 0xFFFF_0000 != 0 ? 1 : 0) + (packed & 0xFFFF != 0 ? 1 : 0) }

    /// Whether this one is reported before the other: larger |z|, then fewer conditions, then fewer rows, then the order
    /// of the columns. Compared as `Float`, so that a slice and its complement tie whichever way their z was rounded.
    func precedes(_ other: SliceCandidate) -> Bool {
        let (mine, its) = (Float(squaredZ), Float(other.squaredZ))
        if mine != its { return mine > its }
        if termCount != other.termCount { return termCount < other.termCount }
        if denominator != other.denominator { return denominator < other.denominator }
        return packed < other.packed
    }
}

/// The best candidates seen so far, at most `limit` of them; which ones does not depend on the order of insertion.
struct BestCandidates: Sendable {
    let limit: Int
    /// Candidates below this have no place any more.
    private(set) var threshold = 0.0
    private var kept: [SliceCandidate] = []

    init(limit: Int) { self.limit = limit }

    mutating func insert(_ candidate: SliceCandidate) {
        kept.append(candidate)
        if kept.count >= 2 * limit + 64 { prune() }
    }

    mutating func merge(_ other: BestCandidates) {
        for candidate in other.kept { insert(candidate) }
    }

    /// The best, in the order in which they are reported.
    func sorted() -> [SliceCandidate] { Array(kept.sorted { $0.precedes($1) }.prefix(limit)) }

    private mutating func prune() {
        kept = sorted()
        // A little lower than the last, because the order compares rounded values.
        if kept.count == limit, let last = kept.last { threshold = last.squaredZ * (1 - 1e-6) }
    }
}
