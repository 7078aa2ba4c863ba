internal import Glibc

/// The rows of a cell that have both a score and a label, entry by entry, with weights scaled to a mean of 1.
///
/// An entry is a distinct score and label; after the scaling Σw is the number of rows, whatever the unit of the
/// weights.
struct LabelledRows {
    /// The score of each entry; ascending among negatives, then among positives.
    private(set) var scores: [Double] = []
    /// 1 for a positive label, 0 for a negative one.
    private(set) var labels: [Double] = []
    /// Σw of each entry.
    private(set) var weights: [Double] = []
    /// Σw² of each entry.
    private(set) var squaredWeights: [Double] = []
    /// The rows of negative and of positive label, in the unit of the table.
    let negative: Mass
    let positive: Mass
    /// Whether some rows weigh more than others.
    let isWeighted: Bool

    /// Takes the rows of a sample, O(n) if it is sorted; those of weight 0 are left out.
    init(_ sample: ScoreSample) {
        var sample = sample
        sample.sort()
        negative = sample.negatives.total
        positive = sample.positives.total
        let all = negative + positive
        let scale = all.weight > 0 ? Double(all.count) / all.weight : 1
        isWeighted = abs(all.squaredWeight * scale * scale - Double(all.count)) > 1e-9 * Double(all.count)
        for (list, label) in sample.labelledParts {
            for index in list.scores.indices {
                let mass = list.mass(at: index)
                guard mass.weight > 0 else { continue }
                scores.append(list.scores[index])
                labels.append(label == .positive ? 1 : 0)
                weights.append(mass.weight * scale)
                squaredWeights.append(mass.squaredWeight * scale * scale)
            }
        }
    }

    /// The rows, all together.
    var mass: Mass { negative + positive }

    /// Why nothing can be estimated from these rows, or nil.
    var fault: String? { mass.fault(ifEmpty: "no row has both a label and a score") }

    /// The factor n / (n − 1) of a linearised variance, n being the effective size.
    var smallSampleFactor: Double {
        let size = mass.effectiveSize
        return size > 1 ? size / (size - 1) : 1
    }

    /// The entries in ascending order of their scores, in linear time.
    var ascending: [Int] {
        let split = labels.firstIndex(of: 1) ?? labels.count
        var order: [Int] = []
        order.reserveCapacity(labels.count)
        var (i, j) = (0, split)
        while i < split || j < labels.count {
            if j == labels.count || i < split && scores[i] <= scores[j] {
                order.append(i)
                i += 1
            } else {
                order.append(j)
                j += 1
            }
        }
        return order
    }

    /// ln s / (1 − s) of each score; infinite at 0 and 1.
    var logOdds: [Double] { scores.map { log($0) - log1p(-$0) } }
}
