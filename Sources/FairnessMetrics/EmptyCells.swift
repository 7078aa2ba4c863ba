/// The combinations of known values of several attributes that no row has.
public struct EmptyCells: Sendable, Equatable {
    /// The attributes crossed.
    public var attributes: [String]
    /// How many combinations no row has.
    public var count: Int
    /// The first of them, in the order of the values; at most `EmptyCells.limit`.
    public var first: [GroupKey]

    /// The most combinations that are named.
    public static let limit = 50

    /// Makes a list of empty cells.
    public init(attributes: [String], count: Int, first: [GroupKey]) {
        self.attributes = attributes
        self.count = count
        self.first = first
    }
}

extension GroupTable {
    /// Returns the empty cells of each set of two attributes or more that has any.
    ///
    /// Costs O(cells) and the number of combinations looked at until `EmptyCells.limit` empty ones are found.
    func emptyCells() -> [EmptyCells] {
        attributeSets.filter { $0.count > 1 }.compactMap { positions in
            let known = positions.map { position in
                attributes[position].values.indices.filter { !attributes[position].values[$0].isUnknown }
            }
            let occurring = Set(
                cells.keys.map { cell in positions.map { cell[$0] } }.filter { cell in
                    zip(cell, known).allSatisfy { $1.contains($0) }
                })
            let count = known.reduce(1) { $0 * $1.count } - occurring.count
            guard count > 0 else { return nil }
            var first: [GroupKey] = []
            var place = known.map { _ in 0 }
            while first.count < min(count, EmptyCells.limit) {
                let cell = zip(known, place).map { $0[$1] }
                if !occurring.contains(cell) { first.append(key(cell, over: positions)) }
                // The next combination, the last attribute running fastest.
                var digit = place.count - 1
                while digit >= 0 {
                    place[digit] += 1
                    if place[digit] < known[digit].count { break }
                    place[digit] = 0
                    digit -= 1
                }
                if digit < 0 { break }
            }
            return EmptyCells(attributes: positions.map { attributes[$0].name }, count: count, first: first)
        }
    }
}
