import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

struct PrototypeLossTests {
    struct Known: Decodable {
        let rows: Int, width: Int, prototypes: Int
        let a_x: Double, a_y: Double, a_z: Double
        let features: [Double]
        let labels: [Int]
        let shares: [Double], centres: [Double]
        let loss: Double, loss_as_released: Double
    }

    @Test func `the loss is AIF360's where the groups are of one size and distances are squared`() throws {
        for known in try Places.fixture("mitigations/prototypes.json", as: [Known].self) {
            var settings = LearnedRepresentation.Settings()
            // The peer adds two groups' means of the error, and averages over the prototypes what is halved here.
            settings.reconstruction = 2 * known.a_x
            settings.label = known.a_y
            settings.parity = 2 * known.a_z / Double(known.prototypes)
            settings.rounding = 0
            let loss = PrototypeLoss(
                Matrix(rows: known.rows, columns: known.width, known.features.map { Float($0) }),
                targets: known.labels.map { $0 == 1 }, groups: (0..<known.rows).map { 2 * $0 < known.rows ? 0 : 1 },
                weights: Array(repeating: 1, count: known.rows), columns: known.width, settings: settings)
            let value = loss(
                Prototypes(
                    labelLogits: known.shares.map { share in
                        // The logit, by bisection: nothing but the fixture's share matters.
                        var (low, high) = (-20.0, 20.0)
                        for _ in 0..<200 {
                            let middle = (low + high) / 2
                            let found = Prototypes(
                                labelLogits: [middle], logWeights: [0], centres: DoubleMatrix(rows: 1, columns: 1)
                            ).positiveShares[0]
                            if found < share { low = middle } else { high = middle }
                        }
                        return low
                    }, logWeights: Array(repeating: 0, count: known.width),
                    centres: DoubleMatrix(rows: known.prototypes, columns: known.width, known.centres))
            ).value
            #expect(agree(value, known.loss, relative: 1e-9), "\(value) for \(known.loss)")
            // The plain distance is another objective.
            #expect(!agree(value, known.loss_as_released, relative: 1e-2))
        }
    }

    /// Rows of three groups and of none, that count differently.
    static func problem(
        copies: [Int]? = nil
    ) -> (matrix: Matrix, targets: [Bool], groups: [Int], weights: [Double]) {
        var generator = SeededGenerator(seed: 5)
        var (values, targets, groups, weights): ([Float], [Bool], [Int], [Double]) = ([], [], [], [])
        for row in 0..<30 {
            let own = (0..<3).map { _ in Float(generator.normal()) }
            let isPositive = generator.uniform() < 0.4
            for _ in 0..<(copies?[row] ?? 1) {
                values += own
                targets.append(isPositive)
                groups.append(row % 4 - 1)
                weights.append(copies == nil ? Double(1 + row % 3) : 1)
            }
        }
        return (Matrix(rows: targets.count, columns: 3, values), targets, groups, weights)
    }

    static let point = {
        var generator = SeededGenerator(seed: 8)
        return Prototypes(
            labelLogits: (0..<4).map { _ in generator.normal() }, logWeights: (0..<3).map { _ in generator.normal() },
            centres: DoubleMatrix(rows: 4, columns: 3, (0..<12).map { _ in generator.normal() }))
    }()

    static func settings() -> LearnedRepresentation.Settings {
        var settings = LearnedRepresentation.Settings(parity: 3)
        settings.reconstruction = 0.7
        settings.rounding = 0.05
        return settings
    }

    @Test func `the gradient is that of central differences`() {
        let (matrix, targets, groups, weights) = Self.problem()
        let loss = PrototypeLoss(
            matrix, targets: targets, groups: groups, weights: weights, columns: 2, settings: Self.settings())
        let list = Self.point.list
        let slope = loss(Self.point).slope
        #expect(slope.count == list.count)
        for place in list.indices {
            let expected = derivative(at: 1e-3) { step in
                var moved = list
                moved[place] += step
                return loss(Prototypes(moved, count: 4, width: 3)).value
            }
            #expect(agree(slope[place], expected, relative: 1e-7, absolute: 1e-9), "parameter \(place)")
        }
    }

    @Test func `a row that counts twice is two rows`() {
        let (matrix, targets, groups, weights) = Self.problem()
        let weighted = PrototypeLoss(
            matrix, targets: targets, groups: groups, weights: weights, columns: 3, settings: Self.settings())(
                Self.point)
        let copied = Self.problem(copies: (0..<30).map { 1 + $0 % 3 })
        let doubled = PrototypeLoss(
            copied.matrix, targets: copied.targets, groups: copied.groups, weights: copied.weights, columns: 3,
            settings: Self.settings())(Self.point)
        #expect(agree(weighted.value, doubled.value, relative: 1e-12))
        for (first, second) in zip(weighted.slope, doubled.slope) {
            #expect(agree(first, second, relative: 1e-10, absolute: 1e-12))
        }
        #expect(weighted.parts.parity > 0.05 && weighted.parts.label > 0.1 && weighted.parts.reconstruction > 0.1)
    }

    @Test func `parity of two groups is their distance in total variation`() {
        let (matrix, targets, _, weights) = Self.problem()
        var settings = Self.settings()
        settings.rounding = 0
        let groups = (0..<30).map { $0 % 2 }
        let parity = PrototypeLoss(
            matrix, targets: targets, groups: groups, weights: weights, columns: 3, settings: settings)(Self.point)
            .parts.parity
        let memberships = Self.point.memberships(DoubleMatrix(matrix))
        func mean(_ group: Int, _ prototype: Int) -> Double {
            let own = (0..<30).filter { groups[$0] == group }
            return own.reduce(0) { $0 + weights[$1] * memberships[$1, prototype] } / own.reduce(0) { $0 + weights[$1] }
        }
        let distance = (0..<4).reduce(0) { $0 + abs(mean(0, $1) - mean(1, $1)) } / 2
        #expect(agree(parity, distance, relative: 1e-12))
    }

    @Test func `a row belongs the more to a prototype the nearer it is`() {
        let prototypes = Prototypes(
            labelLogits: [0, 0], logWeights: [0, 0], centres: DoubleMatrix(rows: 2, columns: 2, [0, 0, 2, 0]))
        let shares = prototypes.memberships(DoubleMatrix(rows: 3, columns: 2, [1, 5, 0, 0, 2, 1]))
        #expect(agree(shares[0, 0], 0.5, relative: 1e-12))
        // exp(−0) against exp(−4).
        #expect(agree(shares[1, 1] / shares[1, 0], 0.018315638888734, relative: 1e-12))
        #expect(agree(shares[2, 0] / shares[2, 1], 0.018315638888734, relative: 1e-12))
    }
}
