internal import FairnessMetrics

/// The classes of a multi-class audit, and what each text of a column means among them.
struct ClassNames: Sendable, Equatable {
    /// The most classes that are compared; every class is compared in every metric.
    static let maximum = 50

    /// The classes in the order of reports: numbers by their size, texts by their code points.
    let names: [String]
    private let places: [Key: Int]

    /// What makes two texts the same class: equal numbers are, however written.
    private enum Key: Hashable {
        case number(Double)
        case text([UInt8])

        init(_ text: String) {
            if let number = Double(text), number.isFinite {
                self = .number(number)
            } else {
                self = .text(Array(text.utf8))
            }
        }
    }

    /// Collects the classes that columns hold.
    ///
    /// - Parameter values: The texts found, in any order and as often as they come.
    init(_ values: some Sequence<String>) {
        var names: [Key: String] = [:]
        for value in values {
            let key = Key(value)
            // Of several ways to write a number the shortest is shown, the first among equally long ones.
            guard let known = names[key] else {
                names[key] = value
                continue
            }
            let isFirst = (value.utf8.count, value) < (known.utf8.count, known)
            if isFirst { names[key] = value }
        }
        let isNumeric = names.keys.allSatisfy { if case .number = $0 { true } else { false } }
        let sorted = names.sorted { first, second in
            if isNumeric, case .number(let a) = first.key, case .number(let b) = second.key { return a < b }
            return first.value.utf8.lexicographicallyPrecedes(second.value.utf8)
        }
        self.names = sorted.map(\.value)
        places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element.key, $0.offset) })
    }

    /// Where a text stands among the classes.
    func place(of value: String) -> Int? { places[Key(value)] }
}
