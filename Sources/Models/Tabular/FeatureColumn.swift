/// A column that a model of tables reads: numbers, or texts that are told apart.
public struct FeatureColumn: Sendable, Equatable {
    /// The value of each row.
    public enum Values: Sendable, Equatable {
        /// NaN where it is missing.
        case numbers([Double])
        /// nil where it is missing.
        case texts([String?])
    }

    /// The column's name.
    public var name: String
    /// The values.
    public var values: Values

    /// Makes a column.
    public init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    /// Reads a column of texts: numbers if every text that is not missing is a finite one, and one is there.
    public init(name: String, reading texts: [String?]) {
        self.name = name
        // Most columns repeat their texts: each is read once.
        var known: [String: Double] = [:]
        var numbers: [Double] = []
        numbers.reserveCapacity(texts.count)
        for text in texts {
            guard let text else {
                numbers.append(.nan)
                continue
            }
            guard let number = known[text] ?? Double(text), number.isFinite else {
                values = .texts(texts)
                return
            }
            known[text] = number
            numbers.append(number)
        }
        values = known.isEmpty ? .texts(texts) : .numbers(numbers)
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .numbers(let numbers): numbers.count
        case .texts(let texts): texts.count
        }
    }

    /// Whether the values are numbers.
    public var isNumeric: Bool {
        if case .numbers = values { true } else { false }
    }

    /// Returns some rows, in this order; a row may come several times.
    public func rows(_ numbers: [Int]) -> FeatureColumn {
        switch values {
        case .numbers(let values): FeatureColumn(name: name, values: .numbers(numbers.map { values[$0] }))
        case .texts(let values): FeatureColumn(name: name, values: .texts(numbers.map { values[$0] }))
        }
    }
}
