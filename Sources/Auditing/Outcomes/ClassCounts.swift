internal import FairnessMetrics

/// How often each class of the label meets each class of the prediction in the cells that a batch touches.
struct ClassCounts: Sendable {
    /// A cell's place in the batch with the dictionary codes of both classes, 0 where one is missing.
    struct Place: Sendable {
        var cell: Int
        var label: Int
        var prediction: Int
    }

    private(set) var places: [Place] = []
    private var counts: [Int] = []
    private var weights: [Double] = []
    private var squaredWeights: [Double] = []

    /// The mass at an index of `places`.
    func mass(at index: Int) -> Mass {
        weights.isEmpty
            ? Mass(count: counts[index])
            : Mass(count: counts[index], weight: weights[index], squaredWeight: squaredWeights[index])
    }

    /// Counts a row; `slots` is empty at the beginning of a batch and used for nothing else.
    mutating func add(cell: Int, label: Int, prediction: Int, weight: Double?, slots: inout SlotTable) {
        let key = UInt64(cell) << 16 | UInt64(label) << 8 | UInt64(prediction)
        let slot = slots.slot(of: key)
        if slot == places.count {
            places.append(Place(cell: cell, label: label, prediction: prediction))
            counts.append(0)
            if weight != nil {
                weights.append(0)
                squaredWeights.append(0)
            }
        }
        counts[slot] += 1
        if let weight {
            weights[slot] += weight
            squaredWeights[slot] += weight * weight
        }
    }
}

/// The classes counted in all cells so far, by dictionary codes.
struct ClassCountsOfCells {
    private struct Pair: Hashable {
        var label: Int
        var prediction: Int
    }

    private var masses: [UInt64: [Pair: Mass]] = [:]

    /// Adds what a batch counted.
    mutating func merge(_ partial: CellTallies) {
        guard let classes = partial.classes else { return }
        for (index, place) in classes.places.enumerated() {
            let pair = Pair(label: place.label, prediction: place.prediction)
            masses[partial.keys[place.cell], default: [:]][pair, default: .zero] += classes.mass(at: index)
        }
    }

    /// Returns the tally of a cell, its codes turned into places among the classes.
    ///
    /// - Parameters:
    ///   - labels: The place of each dictionary code of the label; nothing for a missing value.
    ///   - predictions: The same for the prediction.
    func tally(of key: UInt64, count: Int, labels: [Int?], predictions: [Int?]) -> ClassTally {
        var tally = ClassTally(count: count)
        // Codes depend on which thread came first; sums in the order of the classes do not.
        let known = (masses[key] ?? [:]).map { pair, mass in
            (label: labels[pair.label], prediction: predictions[pair.prediction], mass: mass)
        }.sorted { ($0.label ?? count, $0.prediction ?? count) < ($1.label ?? count, $1.prediction ?? count) }
        for entry in known { tally.add(entry.mass, label: entry.label, prediction: entry.prediction) }
        return tally
    }
}
