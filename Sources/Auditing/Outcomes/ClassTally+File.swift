internal import FairnessMetrics
internal import Files
internal import Reports

/// Classes in a tally file: for each pair that occurs the place of both classes, null where one is missing, the rows, and
/// with weights their sum and that of their squares.
extension ClassTally {
    /// The pairs that occur, in the order of the label's classes and then of the prediction's.
    func json(isWeighted: Bool) -> JSON {
        let places = Array(0..<count).map(Optional.some) + [nil]
        let shown = { (place: Int?) -> JSON in place.map { .integer($0) } ?? .null }
        return .array(
            places.flatMap { label in
                places.compactMap { prediction in
                    let mass = mass(label: label, prediction: prediction)
                    guard mass.count > 0 else { return nil }
                    let sums: [JSON] = isWeighted ? [.number(mass.weight), .number(mass.squaredWeight)] : []
                    return .array([shown(label), shown(prediction), .integer(mass.count)] + sums)
                }
            })
    }

    /// Returns the same counts among more classes.
    ///
    /// - Parameter places: Where each class now stands.
    func moved(to places: [Int], of count: Int) -> ClassTally {
        var tally = ClassTally(count: count)
        for label in Array(0..<self.count).map(Optional.some) + [nil] {
            for prediction in Array(0..<self.count).map(Optional.some) + [nil] {
                let mass = mass(label: label, prediction: prediction)
                guard mass.count > 0 else { continue }
                tally.add(mass, label: label.map { places[$0] }, prediction: prediction.map { places[$0] })
            }
        }
        return tally
    }
}

extension TallyReading {
    /// Reads the classes of a multi-class tally; nil of another.
    static func classes(_ root: ResultsValue) throws(ReportsError) -> [String]? {
        guard let list = root.optional("classes") else { return nil }
        let names = try list.strings()
        guard names.count <= ClassNames.maximum else { throw list.fault("\(names.count) classes are too many") }
        guard ClassNames(names).names == names else {
            throw list.fault("a class comes twice, or the classes are not in order")
        }
        return names
    }

    /// Reads the pairs of classes of a cell.
    func classTally(_ list: ResultsValue, count: Int) throws(ReportsError) -> ClassTally {
        var tally = ClassTally(count: count)
        func place(_ value: ResultsValue) throws(ReportsError) -> Int? {
            if value.json == .null { return nil }
            let place = try value.count()
            guard place < count else { throw value.fault("there are only \(count) classes") }
            return place
        }
        for entry in try list.elements() {
            let parts = try entry.elements()
            guard parts.count == (isWeighted ? 5 : 3) else {
                throw entry.fault("\(isWeighted ? "five" : "three") numbers must stand here, not \(parts.count)")
            }
            let (label, prediction) = (try place(parts[0]), try place(parts[1]))
            guard tally.mass(label: label, prediction: prediction).count == 0 else {
                throw entry.fault("the pair comes twice")
            }
            var mass = Mass(count: try parts[2].count())
            if isWeighted {
                mass.weight = try parts[3].double(in: 0...Self.maximumWeight)
                mass.squaredWeight = try parts[4].double(in: 0...Self.maximumWeight * Self.maximumWeight)
                if let fault = Self.fault(of: mass) { throw parts[4].fault(fault) }
            }
            guard mass.count > 0 else { throw entry.fault("a pair without rows") }
            tally.add(mass, label: label, prediction: prediction)
        }
        return tally
    }
}

extension Tally {
    /// Whether the nine counts are the same, and the weights but for rounding.
    func agrees(with other: Tally) -> Bool {
        func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b)) }
        return zip(masses, other.masses).allSatisfy {
            $0.count == $1.count && close($0.weight, $1.weight) && close($0.squaredWeight, $1.squaredWeight)
        }
    }
}
