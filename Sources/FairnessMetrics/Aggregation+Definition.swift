extension Aggregation {
    /// The formula in the field's notation, θ the metric's value in a group.
    public var formula: String {
        switch self {
        case .difference: "max θ − min θ"
        case .ratio: "min θ / max θ"
        case .differenceToReference: "θ − θ of the reference group"
        case .ratioToReference: "θ / θ of the reference group"
        case .differenceToOverall: "θ − θ of everybody"
        case .demographicParityDifference: "max − min of the selection rate"
        case .demographicParityRatio: "min / max of the selection rate"
        case .equalOpportunityDifference: "max − min of TPR"
        case .equalizedOddsDifference: "max of (max − min of TPR, max − min of FPR)"
        case .equalizedOddsRatio: "min of (min / max of TPR, min / max of FPR)"
        case .averageOddsDifference: "max − min of (TPR + FPR) / 2"
        }
    }

    /// The values it can take of a share; of other metrics a difference has the metric's own range.
    public var range: Interval {
        switch self {
        case .differenceToReference, .differenceToOverall: Interval(-1, 1)
        case .ratioToReference: Interval(0, .infinity)
        default: Interval(0, 1)
        }
    }

    /// Which way to read it.
    public var direction: String {
        switch self {
        case .differenceToReference, .differenceToOverall: "0 means equal, above 0 the group's value is higher"
        case .ratioToReference: "1 means equal, above 1 the group's value is higher"
        default: isRatio ? "1 means equal, lower is a wider gap" : "0 means equal, higher is a wider gap"
        }
    }

    /// Who defined it or compared groups with it first, with the year.
    public var source: String {
        switch self {
        case .difference: "Bird et al. 2020"
        case .ratio: "29 CFR 1607.4 (1978), the lowest against the highest rate"
        case .differenceToReference: "Calders, Verwer 2010"
        case .ratioToReference: "Feldman, Friedler, Moeller, Scheidegger, Venkatasubramanian 2015"
        case .differenceToOverall: "Kearns, Neel, Roth, Wu 2018"
        case .demographicParityDifference: "Dwork et al. 2012"
        case .demographicParityRatio: "Feldman et al. 2015; 29 CFR 1607.4 (1978)"
        case .equalOpportunityDifference: "Hardt, Price, Srebro 2016"
        case .equalizedOddsDifference: "Hardt, Price, Srebro 2016"
        case .equalizedOddsRatio: "Hardt, Price, Srebro 2016; as a ratio Bird et al. 2020"
        case .averageOddsDifference: "Bellamy et al. 2018"
        }
    }
}
