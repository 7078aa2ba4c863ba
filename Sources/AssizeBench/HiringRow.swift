import Glibc
import NumericalKernels

/// An applicant of the synthetic hiring audit: nobody real, drawn from a model whose gaps are known.
///
/// Qualification does not depend on the group. The score does: it is lower by 0.45 standard deviations for Black
/// applicants and by 0.2 for women, and one in forty applicants does not state a race.
struct HiringRow {
    static let header = "sex,race,age,qualified,score,invited\n"

    private let sex: String
    private let race: String
    private let age: Int
    private let qualified: Bool
    private let score: Double

    init(_ generator: inout SeededGenerator) {
        let isWoman = generator.uniform() < 0.46
        let raceIndex = generator.choice([0.60, 0.19, 0.13, 0.065, 0.015])
        sex = isWoman ? "Female" : "Male"
        let stated = ["White", "Black", "Hispanic", "Asian", "Native American"][raceIndex]
        race = generator.uniform() < 0.025 ? "" : stated
        age = 21 + Int(44 * generator.uniform() * generator.uniform().squareRoot())
        qualified = generator.uniform() < 0.42
        let latent =
            generator.normal() + (qualified ? 0.9 : -0.7) - (raceIndex == 1 ? 0.45 : 0) - (isWoman ? 0.2 : 0)
        score = 1 / (1 + exp(-latent))
    }

    func append(to text: inout [UInt8]) {
        text.append(contentsOf: "\(sex),\(race),\(age),\(qualified ? "yes" : "no"),".utf8)
        text.append(score, decimals: 3)
        text.append(contentsOf: ",\((score * 1000).rounded() >= 500 ? "yes" : "no")\n".utf8)
    }
}
