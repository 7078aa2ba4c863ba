import FairnessMetrics
import Glibc
import NumericalKernels

@testable import DataAudits

/// A small table of people drawn with a seed, with the problems that a test asks for and none besides.
struct PeopleTable {
    enum Problem: CaseIterable {
        /// The feature `district` tells who is of the South.
        case proxy
        /// Rows of the West are there twice.
        case copies
        /// Positive labels of the East are recorded as negative.
        case mislabelled
        /// `savings` is missing for women with a negative label.
        case missingByLabel
        /// Incomes of the South are in another unit.
        case unit
        /// The West writes its education in capitals.
        case spelling
    }

    static let regions = ["East", "North", "South", "West"]

    /// Returns a table of so many rows.
    static func table(rows: Int, seed: UInt64, problems: Set<Problem> = []) -> AuditedTable {
        var generator = SeededGenerator(seed: seed)
        var (sex, region): ([Int], [Int]) = ([], [])
        var labels: [UInt8] = []
        var numbers: [[Double]] = Array(repeating: [], count: 4)
        var districts: [UInt32] = []
        var educations: [UInt32] = []
        let schools = ["", "primary", "secondary", "university", "PRIMARY", "SECONDARY", "UNIVERSITY"]
        while sex.count < rows {
            let isWoman = generator.uniform() < 0.5
            let place = [2, 2, 3, 1].enumerated().reduce((0, generator.uniform() * 8)) { found, next in
                found.1 < 0 ? found : (next.offset, found.1 - Double(next.element))
            }.0
            let skill = generator.normal()
            let income = exp(10 + 0.4 * skill + 0.3 * generator.normal())
            var isPositive = generator.uniform() < 1 / (1 + exp(-4 * skill))
            if problems.contains(.mislabelled), place == 0, isPositive, generator.uniform() < 0.5 { isPositive = false }
            let isTold = problems.contains(.proxy) && place == 2 && generator.uniform() < 0.8
            let isHidden =
                problems.contains(.missingByLabel) && isWoman && !isPositive && generator.uniform() < 0.4
            let school = UInt32(1 + Int(3 * generator.uniform()))
            let copies = problems.contains(.copies) && place == 3 && generator.uniform() < 0.3 ? 2 : 1
            let values = [
                problems.contains(.unit) && place == 2 ? income / 1000 : income,
                skill + 0.3 * generator.normal(),
                isHidden || generator.uniform() < 0.05 ? .nan : (1000 * generator.uniform()).rounded(),
                18 + Double(Int(50 * generator.uniform())),
            ]
            let district = UInt32(isTold ? 7 : 1 + Int(6 * generator.uniform()))
            for _ in 0..<copies {
                sex.append(isWoman ? 1 : 0)
                region.append(place)
                labels.append(isPositive ? 1 : 0)
                for (index, value) in values.enumerated() { numbers[index].append(value) }
                districts.append(district)
                educations.append(problems.contains(.spelling) && place == 3 ? school + 3 : school)
            }
        }
        func attribute(_ name: String, _ values: [String], _ codes: [Int]) -> AuditedTable.Attribute {
            AuditedTable.Attribute(
                column: GroupingColumn(name: name, values: values.map { AttributeValue(attribute: name, value: $0) }),
                codes: codes)
        }
        let names = ["income", "skill", "savings", "age"]
        return AuditedTable(
            rowCount: sex.count,
            attributes: [attribute("sex", ["man", "woman"], sex), attribute("region", regions, region)],
            label: .init(name: "hired", levels: ["not hired", "hired"], codes: labels),
            features: zip(names, numbers).map { .init(name: $0, values: .numbers($1)) } + [
                .init(
                    name: "district",
                    values: .categories(codes: districts, values: [""] + (1...7).map { "D\($0)" })),
                .init(name: "education", values: .categories(codes: educations, values: schools)),
            ])
    }
}
