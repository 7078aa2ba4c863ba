internal import FairnessMetrics

extension Verdict {
    /// The verdict in words.
    var words: String {
        switch self {
        case .disparityShown: "Disparity shown"
        case .noMaterialDisparity: "No material disparity"
        case .cannotTell: "Cannot tell"
        }
    }

    /// The class whose style adds a sign and a colour to the words.
    var styleClass: String {
        switch self {
        case .disparityShown: "v shown"
        case .noMaterialDisparity: "v none"
        case .cannotTell: "v open"
        }
    }

    /// The verdict as a piece of a page.
    var node: Node { .make(.span, .class(styleClass), content: .text(words)) }
}

extension Aggregation {
    /// The aggregation's name.
    var name: String {
        switch self {
        case .difference: "Difference"
        case .ratio: "Ratio"
        case .differenceToReference: "Difference to the reference group"
        case .ratioToReference: "Ratio to the reference group"
        case .differenceToOverall: "Difference to everybody"
        case .demographicParityDifference: "Demographic parity difference"
        case .demographicParityRatio: "Demographic parity ratio"
        case .equalOpportunityDifference: "Equal opportunity difference"
        case .equalizedOddsDifference: "Equalized odds difference"
        case .equalizedOddsRatio: "Equalized odds ratio"
        case .averageOddsDifference: "Average odds difference"
        }
    }

    /// The name where the metric stands beside it, with that of the criterion that the comparison is.
    func name(of metric: String) -> String {
        switch (self, metric) {
        case (.difference, "selection_rate"), (.ratio, "selection_rate"): "\(name) (demographic parity)"
        case (.difference, "true_positive_rate"): "\(name) (equal opportunity)"
        default: name
        }
    }

    /// How the groups' values become one number.
    var definition: String {
        switch self {
        case .difference: "the highest value minus the lowest among the groups compared; 0 means equal"
        case .ratio: "the lowest value divided by the highest among the groups compared; 1 means equal"
        case .differenceToReference: "a group’s value minus the reference group’s; positive if the group’s is higher"
        case .ratioToReference: "a group’s value divided by the reference group’s"
        case .differenceToOverall: "a group’s value minus that of everybody, the group included"
        case .demographicParityDifference: "the highest selection rate minus the lowest"
        case .demographicParityRatio: "the lowest selection rate divided by the highest"
        case .equalOpportunityDifference:
            "the highest true positive rate minus the lowest"
        case .equalizedOddsDifference:
            "the larger of the differences of true and of false positive rates"
        case .equalizedOddsRatio: "the smaller of the ratios of true and of false positive rates"
        case .averageOddsDifference: "the difference of (true positive rate + false positive rate) / 2"
        }
    }
}
