import Glibc
import NumericalKernels

/// A row of the table that speed is measured on: label, score, decision, three protected columns, region, weight.
struct BenchmarkRow {
    static let header = "y_true,y_score,y_pred,sex,race,age_band,region,weight\n"

    private static let sexes = ["Female", "Male"]
    private static let races = ["White", "Black", "Asian-Pac-Islander", "Amer-Indian-Eskimo", "Other"]
    private static let ages = ["18-29", "30-44", "45-64", "65+"]
    private static let regionWeights = (0..<50).map { 1 / Double($0 + 3) }

    private let sex: Int
    private let race: Int
    private let age: Int
    private let region: Int
    private let label: Int
    private let score: Double
    private let weight: Double

    init(_ generator: inout SeededGenerator) {
        sex = generator.choice([0.48, 0.52])
        race = generator.choice([0.62, 0.16, 0.12, 0.03, 0.07])
        age = generator.choice([0.22, 0.30, 0.31, 0.17])
        region = generator.choice(BenchmarkRow.regionWeights)
        let base =
            0.35 + 0.08 * Double(sex) - (race == 1 ? 0.07 : 0) - (race == 3 ? 0.05 : 0) + 0.04 * Double(age)
            - (age == 3 ? 0.08 : 0)
        label = generator.uniform() < base ? 1 : 0
        let latent = generator.normal() + 1.4 * (Double(label) - 0.5) + 0.25 * Double(sex) - (race == 1 ? 0.2 : 0)
        score = 1 / (1 + exp(-latent))
        weight = exp(0.5 * generator.normal())
    }

    func append(to text: inout [UInt8]) {
        text.append(contentsOf: "\(label),".utf8)
        text.append(score, decimals: 6)
        text.append(contentsOf: ",\(score >= 0.5 ? 1 : 0),\(BenchmarkRow.sexes[sex]),\(BenchmarkRow.races[race])".utf8)
        text.append(contentsOf: ",\(BenchmarkRow.ages[age]),R\(region / 10)\(region % 10),".utf8)
        text.append(weight, decimals: 4)
        text.append(10)
    }
}
