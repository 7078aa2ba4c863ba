extension ExplanationsRecord.Attention {
    /// The most units that are read: what a tokenizer cuts a text to, and far beyond.
    private static let mostUnits = 8192

    /// Reads the member `attention` of an explanation: `units`, empty texts for tokens that frame the text, and `layers`, lists
    /// by layer, by head and by unit of `[unit, thousandths, unit, thousandths, …]`, the units that it attends to most.
    init(_ value: ResultsValue) throws(ReportsError) {
        let units = try value.required("units").strings()
        guard units.count <= Self.mostUnits else { throw value.fault("\(units.count) units are too many") }
        self.init(
            units: units,
            layers: try value.required("layers").elements().map { layer throws(ReportsError) in
                try layer.elements().map { head throws(ReportsError) in
                    let rows = try head.elements()
                    guard rows.count == units.count else {
                        throw head.fault("\(rows.count) lists do not fit \(units.count) units")
                    }
                    return try rows.map { row throws(ReportsError) in try Self.links(row, unitCount: units.count) }
                }
            })
    }

    private static func links(_ row: ResultsValue, unitCount: Int) throws(ReportsError) -> [Link] {
        let numbers = try row.elements()
        guard numbers.count.isMultiple(of: 2) else { throw row.fault("a unit has no thousandths") }
        var links: [Link] = []
        for place in stride(from: 0, to: numbers.count, by: 2) {
            let unit = try numbers[place].count()
            guard unit < unitCount else { throw numbers[place].fault("there are \(unitCount) units, from 0") }
            // A sum of rounded shares may be a little more than all.
            links.append(Link(unit: unit, weight: try numbers[place + 1].double(in: 0...1005) / 1000))
        }
        return links
    }
}
