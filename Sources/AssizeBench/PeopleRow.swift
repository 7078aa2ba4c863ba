import Glibc
import NumericalKernels

/// A person of a table for the audit of data: nobody real, with twenty columns and, if asked for, four planted problems.
///
/// Without them sex and region are independent of everything else, and one value in twenty-five is missing at random.
/// Planted are: the district tells people of the South (a proxy); one in seven rows of the West is there twice (a
/// duplicated group); two in five people of the East who were approved are recorded as not (a mislabelled group); and
/// savings are missing for one in three women who were not approved (missing not at random).
struct PeopleRow {
    static let header =
        "sex,region,age,education,occupation,household,district,channel,language,contract,hours,income,savings,debt,"
        + "rent,distance,tenure,rating,visits,approved\n"

    private static let educations = ["primary", "secondary", "vocational", "bachelor", "master"]
    private static let occupations = [
        "office", "care", "trade", "factory", "transport", "teaching", "kitchen", "technical",
    ]

    private var text: [UInt8] = []

    /// Makes the row at a place; a copied row is that of the place before.
    init(seed: UInt64, row: Int, isPlanted: Bool) {
        var generator = SeededGenerator(seed: seed, stream: UInt64(row))
        self.init(&generator, isPlanted: isPlanted)
        guard isPlanted, row > 0 else { return }
        var copying = SeededGenerator(seed: seed ^ 0xC0B1, stream: UInt64(row))
        guard copying.uniform() < 1.0 / 7 else { return }
        var earlier = SeededGenerator(seed: seed, stream: UInt64(row - 1))
        let previous = PeopleRow(&earlier, isPlanted: isPlanted)
        if previous.region == "West" { self = previous }
    }

    private let region: String

    private init(_ generator: inout SeededGenerator, isPlanted: Bool) {
        let isWoman = generator.uniform() < 0.48
        region = ["North", "South", "East", "West"][generator.choice([0.4, 0.25, 0.2, 0.15])]
        let age = 18 + Int(50 * generator.uniform())
        let education = generator.choice([0.1, 0.35, 0.25, 0.2, 0.1])
        let occupation = generator.choice([0.2, 0.15, 0.15, 0.15, 0.1, 0.1, 0.05, 0.1])
        let household = 1 + generator.choice([0.3, 0.35, 0.2, 0.15])
        let isTold = isPlanted && region == "South" && generator.uniform() < 0.7
        let district = isTold ? 9 + generator.choice([1, 1, 1]) : generator.choice(Array(repeating: 1, count: 12))
        let channel = generator.choice([0.5, 0.3, 0.2])
        let language = generator.choice([0.8, 0.12, 0.08])
        let contract = generator.choice([0.7, 0.2, 0.1])
        let hours = 10 + Int(40 * generator.uniform().squareRoot())
        let income = exp(10.2 + 0.15 * Double(education) + 0.4 * generator.normal())
        let savings = exp(8.5 + 0.9 * generator.normal())
        let debt = exp(8 + 0.8 * generator.normal())
        let rent = exp(6.6 + 0.3 * generator.normal())
        let distance = exp(2 + 0.7 * generator.normal())
        let tenure = 25 * generator.uniform() * generator.uniform()
        let rating = 50 + 12 * generator.normal()
        let visits = Int(6 * generator.uniform() * generator.uniform())
        let merit = 2.2 * (log(income) - 10.6) + 0.5 * Double(education - 2) + 0.09 * (rating - 50)
        var isApproved = generator.uniform() < 1 / (1 + exp(-2 * merit))
        if isPlanted, region == "East", isApproved, generator.uniform() < 0.4 { isApproved = false }
        let isHidden = isPlanted && isWoman && !isApproved && generator.uniform() < 1.0 / 3
        func missing(_ generator: inout SeededGenerator) -> Bool { generator.uniform() < 0.04 }
        text.append(contentsOf: "\(isWoman ? "woman" : "man"),\(region),\(age),".utf8)
        text.append(contentsOf: "\(missing(&generator) ? "" : PeopleRow.educations[education]),".utf8)
        text.append(contentsOf: "\(missing(&generator) ? "" : PeopleRow.occupations[occupation]),".utf8)
        text.append(contentsOf: "\(household),D\(district + 1),\(["online", "branch", "broker"][channel]),".utf8)
        text.append(contentsOf: "L\(language + 1),\(["permanent", "temporary", "none"][contract]),\(hours)".utf8)
        let isUnknown = [false, missing(&generator) || isHidden, missing(&generator)]
        for (index, amount) in [income, savings, debt, rent].enumerated() {
            text.append(44)
            if index >= isUnknown.count || !isUnknown[index] {
                text.append(contentsOf: String(Int(amount.rounded())).utf8)
            }
        }
        for number in [distance, tenure, max(0, rating)] {
            text.append(44)
            text.append(number, decimals: 1)
        }
        text.append(contentsOf: ",\(visits),\(isApproved ? "yes" : "no")\n".utf8)
    }

    func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text) }
}
