internal import FairnessMetrics

extension ReportSection {
    /// How alike people are treated one by one.
    static let individual = ReportSection(
        id: "individual", title: "Person by person",
        question: "Does inequality lie between the groups, or between people of the same group?"
    ) { context in
        guard let measures = context.results.assessment.measures.individual else { return nil }
        let tables = BenefitTables(context: context, measures: measures)
        guard let takeaway = tables.takeaway else { return nil }
        return [.takeaway(takeaway), tables.parts, .note(BenefitTables.explanation), tables.detail]
    }
}

/// The tables of the inequality of benefits.
struct BenefitTables {
    let context: ReportContext
    let measures: IndividualMeasures

    static let explanation: Node = """
        The benefit of a decision is 1 + prediction − label: 0 where a person was wrongly refused, 1 where the decision \
        agrees with the label, 2 where it was wrongly in favour. Theil’s index of the benefits (Speicher et al. 2018) is 0 \
        if all are alike. “Between” would remain if everybody had the mean benefit of the own group; as a distance it is \
        never negative, and chance alone makes it about as large as the last column says. People whose group is unknown \
        count in no group.
        """

    /// The attribute set with the largest share between its groups.
    var takeaway: Node? {
        guard let theil = measures.overall.indices[.theil]?.value else { return nil }
        let shares = measures.splits.filter { $0.attributes.count == 1 }.compactMap { split in
            split.theil?.betweenShare.map { (attributes: split.attributes, share: $0) }
        }
        guard let widest = shares.max(by: { $0.share < $1.share }) else {
            return "The inequality of the benefits of decisions over people, Theil’s index, is \(theil.plain)."
        }
        return """
            Of the inequality of the benefits of decisions (Theil’s index \(theil.plain)), \(widest.share.percent) lies \
            between the groups by \(.attributes(widest.attributes)); the rest lies between people of the same group.
            """
    }

    /// The parts of Theil's index by each set of attributes.
    var parts: Node {
        DataTable(
            id: "benefit-parts", caption: "Theil’s index of the benefits, between and within groups",
            columns: [
                .init("Groups by", .text), .init("Groups"), .init("Between groups"), .init("Within groups"),
                .init("Share between"), .init("Between by chance"),
            ],
            rows: measures.splits.compactMap { split in
                guard let part = split.theil else { return nil }
                let left: Node =
                    split.notEstimable == 0 ? .none : .subline("\(split.notEstimable) left out")
                return [
                    .attributes(split.attributes), .fragment([.text(split.compared.grouped), left]),
                    EstimateCell.node(part.between), EstimateCell.node(part.within),
                    .text(part.betweenShare?.percent ?? "–"), .text(part.betweenIfAlike?.plain ?? "–"),
                ]
            }
        ).node
    }

    /// The mean benefit and Theil's index of everybody and of the groups of each attribute.
    var detail: Node {
        let groups = [measures.overall] + measures.splits.flatMap(\.groups)
        let table = DataTable(
            id: "benefits", caption: "Mean benefit, and how unequally it is spread",
            columns: [.init("Group", .text), .init("Rows"), .init("Mean benefit"), .init("Theil’s index")],
            rows: groups.prefix(Self.limit).map { group in
                [
                    .fragment([
                        .group(group.key), group.key.isUnknown ? .subline("not recorded, not compared") : .none,
                    ]), .text(group.mean.defined == nil ? "–" : group.count.grouped), EstimateCell.node(group.mean),
                    group.indices[.theil].map { EstimateCell.node($0) } ?? "–",
                ]
            })
        let others = EntropyIndex.allCases.filter { $0 != .theil }.compactMap { index -> Node? in
            guard let estimate = measures.overall.indices[index] else { return nil }
            guard let value = estimate.defined else {
                return "\(index.name) undefined (\(.sentence(estimate.undefinedReason ?? "")))"
            }
            return "\(index.name) \(value.value.plain) (\(value.interval.lower.plain) to \(value.interval.upper.plain))"
        }
        return .details("By group, and other indices", [table.node, .note("Everybody: \(.joined(others, by: "; ")).")])
    }

    private static let limit = 60
}

extension EntropyIndex {
    /// The name within a sentence.
    fileprivate var name: String {
        switch self {
        case .meanLogDeviation: "mean log deviation, GE(0),"
        case .theil: "Theil’s index, GE(1),"
        case .halfSquaredVariation: "GE(2)"
        case .coefficientOfVariation: "coefficient of variation, √(2 GE(2)),"
        }
    }
}

extension IndividualMeasures.Split {
    /// The parts of Theil's index.
    var theil: EntropyDecomposition? { parts.first { $0.index == .theil } }
}
