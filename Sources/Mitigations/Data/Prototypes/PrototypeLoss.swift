internal import Glibc
internal import MatrixKernels

/// What prototypes are chosen to make small, with its gradient: Aₓ Lₓ + A_y L_y + A_z L_z (Zemel et al. 2013).
///
/// With the weights w of the rows summing to 1 and x̂ = Σ Mₖ vₖ, ŷ = Σ Mₖ wₖ:
/// - Lₓ = Σ wₙ |xₙ − x̂ₙ|² / columns: what of a table's columns is lost. The rows' columns are those of the table, not of the
///   matrix, so that a text of many levels counts no more than a number.
/// - L_y = −Σ wₙ (yₙ ln ŷₙ + (1 − yₙ) ln (1 − ŷₙ)).
/// - L_z = Σ over groups g of ½ Σₖ |M̄ₖ(g) − M̄ₖ|, the distance in total variation of each group's mean memberships from those
///   of all rows. Of two groups it is the distance between the two, as in the paper but for the half; of more, each group is
///   drawn to everybody with the same force, however small it is. Absolute values, not squares: near 0 a square has no force
///   left, and would leave a gap at every strength. As they have no slope at 0, |d| is √(d² + ε²) − ε.
struct PrototypeLoss: Sendable {
    /// Aₓ, A_y, A_z and ε.
    var settings: LearnedRepresentation.Settings
    /// The rows in parts of fixed size, `[blockSize or fewer, width]` each.
    private let blocks: [DoubleMatrix]
    /// Whether each row is positive, 1 or 0.
    private let targets: [Double]
    /// The group of each row from 0 on; below 0 for one that no parity is asked of.
    private let groups: [Int]
    /// Sum 1.
    private let weights: [Double]
    /// The weight of each group.
    private let groupWeights: [Double]
    /// The number of columns of the table.
    private let columns: Int
    private let width: Int

    private static let blockSize = 2048

    /// The three parts of the loss.
    struct Parts: Sendable, Equatable {
        /// Lₓ, L_y and L_z.
        var reconstruction = 0.0, label = 0.0, parity = 0.0
    }

    /// - Parameters:
    ///   - features: `[rows, width]`.
    ///   - groups: From 0 on without gaps; below 0 for rows of none.
    ///   - weights: Not negative, not all 0.
    ///   - columns: How many columns of a table the features come from.
    init(
        _ features: Matrix, targets: [Bool], groups: [Int], weights: [Double], columns: Int,
        settings: LearnedRepresentation.Settings
    ) {
        precondition(
            targets.count == features.rows && groups.count == features.rows && weights.count == features.rows,
            "\(targets.count) targets, \(groups.count) groups, \(weights.count) weights for \(features.rows) rows")
        self.settings = settings
        self.columns = columns
        width = features.columns
        blocks = stride(from: 0, to: features.rows, by: Self.blockSize).map { first in
            DoubleMatrix(features.rows(first..<min(features.rows, first + Self.blockSize)))
        }
        self.targets = targets.map { $0 ? 1 : 0 }
        self.groups = groups
        let total = weights.reduce(0, +)
        self.weights = weights.map { $0 / total }
        var sums = [Double](repeating: 0, count: (groups.max() ?? -1) + 1)
        for (row, group) in groups.enumerated() where group >= 0 { sums[group] += self.weights[row] }
        groupWeights = sums
    }

    /// Returns the loss in its parts, its value and its gradient in the order of ``Prototypes/list``.
    func callAsFunction(_ prototypes: Prototypes) -> (parts: Parts, value: Double, slope: [Double]) {
        let memberships = ParallelLoop.map(blocks.count) { prototypes.memberships(blocks[$0]) }
        let (parity, forces) = parity(memberships, prototypes.count)
        let parts = ParallelLoop.map(blocks.count) { number in
            block(number, memberships[number], prototypes, forces)
        }
        var total = BlockSums(prototypes.count, width)
        for part in parts { total.add(part) }
        let losses = Parts(
            reconstruction: total.reconstruction / Double(columns), label: total.label, parity: parity)
        let alphas = prototypes.weights
        let shares = prototypes.positiveShares
        // Through the logits: ∂/∂v = 2α (Σ x ∂Z − v Σ ∂Z), ∂/∂ln α = α Σ (2 x v ∂Z − v² ∂Z).
        var centres = total.centres
        var logWeights = [Double](repeating: 0, count: width)
        for prototype in 0..<prototypes.count {
            let pull = total.pulls[prototype]
            for column in 0..<width {
                let (centre, pulled) = (prototypes.centres[prototype, column], total.pulled[prototype, column])
                centres[prototype, column] += 2 * alphas[column] * (pulled - pull * centre)
                logWeights[column] += alphas[column] * centre * (2 * pulled - pull * centre)
            }
        }
        let labelLogits = shares.indices.map { total.labels[$0] * shares[$0] * (1 - shares[$0]) }
        let value =
            settings.reconstruction * losses.reconstruction + settings.label * losses.label
            + settings.parity * losses.parity
        return (losses, value, labelLogits + logWeights + centres.values)
    }

    /// L_z, and what A_z L_z gains by a row of each group (the last entry: of no group) belonging more to a prototype, but for
    /// the row's weight, `[groups + 1][prototypes]`.
    private func parity(_ memberships: [DoubleMatrix], _ count: Int) -> (value: Double, forces: [[Double]]) {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: count), count: groupWeights.count + 1)
        var row = 0
        for block in memberships {
            for local in 0..<block.rows {
                let place = groups[row] < 0 ? groupWeights.count : groups[row]
                for prototype in 0..<count { sums[place][prototype] += weights[row] * block[local, prototype] }
                row += 1
            }
        }
        var value = 0.0
        var forces = sums.map { $0.map { _ in 0.0 } }
        for prototype in 0..<count {
            // Of rows in groups alone, or the mean would not be one of the groups' means.
            var (all, mass) = (0.0, 0.0)
            for group in groupWeights.indices {
                all += sums[group][prototype]
                mass += groupWeights[group]
            }
            guard mass > 0 else { continue }
            var common = 0.0
            for group in groupWeights.indices where groupWeights[group] > 0 {
                let difference = sums[group][prototype] / groupWeights[group] - all / mass
                let root = (difference * difference + settings.rounding * settings.rounding).squareRoot()
                value += 0.5 * (root - settings.rounding)
                let slope = root > 0 ? 0.5 * settings.parity * difference / root : 0
                forces[group][prototype] += slope / groupWeights[group]
                common += slope / mass
            }
            for group in groupWeights.indices { forces[group][prototype] -= common }
        }
        return (value, forces)
    }

    /// What one part of the rows adds.
    private struct BlockSums: Sendable {
        /// Σ w |x − x̂|², and L_y.
        var reconstruction = 0.0, label = 0.0
        /// Σ ∂ŷ M, `[prototypes]`; Σ ∂Z, `[prototypes]`.
        var labels: [Double], pulls: [Double]
        /// Mᵀ ∂x̂ and ∂Zᵀ X, `[prototypes, width]`.
        var centres: DoubleMatrix, pulled: DoubleMatrix

        init(_ count: Int, _ width: Int) {
            labels = Array(repeating: 0, count: count)
            pulls = labels
            centres = DoubleMatrix(rows: count, columns: width)
            pulled = centres
        }

        mutating func add(_ other: BlockSums) {
            reconstruction += other.reconstruction
            label += other.label
            for place in labels.indices {
                labels[place] += other.labels[place]
                pulls[place] += other.pulls[place]
            }
            centres = centres + other.centres
            pulled = pulled + other.pulled
        }
    }

    private func block(
        _ number: Int, _ memberships: DoubleMatrix, _ prototypes: Prototypes, _ forces: [[Double]]
    ) -> BlockSums {
        let (rows, first, count) = (blocks[number], number * Self.blockSize, prototypes.count)
        let shares = prototypes.positiveShares
        var result = BlockSums(count, width)
        // ∂x̂ = 2 Aₓ w (x̂ − x) / columns.
        var residuals = memberships.times(prototypes.centres) - rows
        let scale = 2 * settings.reconstruction / Double(columns)
        residuals.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows.rows {
                let weight = weights[first + row]
                var sum = 0.0
                for place in row * width..<(row + 1) * width {
                    sum += values[place] * values[place]
                    values[place] *= scale * weight
                }
                result.reconstruction += weight * sum
            }
        }
        result.centres = memberships.transposedTimes(residuals)
        // ∂M, then ∂Z = M (∂M − Σ M ∂M).
        var slopes = residuals.timesTransposed(prototypes.centres)
        slopes.values.withUnsafeMutableBufferPointer { slopes in
            memberships.values.withUnsafeBufferPointer { memberships in
                for row in 0..<rows.rows {
                    let (start, weight, target) = (row * count, weights[first + row], targets[first + row])
                    var positive = 0.0
                    for place in 0..<count { positive += memberships[start + place] * shares[place] }
                    positive = min(1 - 1e-12, max(1e-12, positive))
                    result.label -= weight * (target * log(positive) + (1 - target) * log1p(-positive))
                    let labelSlope = settings.label * weight * (positive - target) / (positive * (1 - positive))
                    let group = groups[first + row]
                    let force = forces[group < 0 ? forces.count - 1 : group]
                    var mean = 0.0
                    for place in 0..<count {
                        let own = memberships[start + place]
                        result.labels[place] += labelSlope * own
                        slopes[start + place] += labelSlope * shares[place] + weight * force[place]
                        mean += own * slopes[start + place]
                    }
                    for place in 0..<count {
                        slopes[start + place] = memberships[start + place] * (slopes[start + place] - mean)
                        result.pulls[place] += slopes[start + place]
                    }
                }
            }
        }
        result.pulled = slopes.transposedTimes(rows)
        return result
    }
}
