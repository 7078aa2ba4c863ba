internal import FairnessMetrics
internal import Tables

extension Audit {
    /// Returns the classes found in the columns of a multi-class audit; nil in another.
    ///
    /// - Throws: `AuditError.data` if there are too few or too many to compare, or if label and prediction have none in
    ///   common.
    static func classes(
        of plan: AuditPlan, _ dictionaries: [ValueDictionary], isPart: Bool, warnings: inout [String]
    ) throws(AuditError) -> ClassNames? {
        guard plan.task == .multiclass else { return nil }
        let labels = plan.labelSource.map { Array(dictionaries[$0.request].values.dropFirst()) }
        let predictions = plan.predictionSource.map { Array(dictionaries[$0.request].values.dropFirst()) }
        let classes = ClassNames((labels ?? []) + (predictions ?? []))
        try classes.checkCount(isPart: isPart)
        guard let labels, let predictions else { return classes }
        let known = Set(labels.compactMap(classes.place))
        let predicted = Set(predictions.compactMap(classes.place))
        if known.isDisjoint(with: predicted), !isPart {
            func shown(_ values: [String]) -> String {
                values.sorted().prefix(6).map { "'\($0.shortened)'" }.joined(separator: ", ")
            }
            throw .data(
                "label and prediction have no class in common: the label has \(shown(labels)), the prediction "
                    + "\(shown(predictions)); code both alike")
        }
        for place in predicted.subtracting(known).sorted() where !isPart {
            warnings.append("class '\(classes.names[place].shortened)' is predicted but is nobody's label")
        }
        return classes
    }
}

extension ClassNames {
    /// Refuses numbers of classes that cannot be compared.
    func checkCount(isPart: Bool) throws(AuditError) {
        if names.count < 2, !isPart {
            throw .data(
                names.isEmpty
                    ? "--task multiclass: no row has a class"
                    : "--task multiclass: every row has the one class '\(names[0].shortened)'; there is nothing to compare"
            )
        }
        if names.count > ClassNames.maximum {
            throw .data(
                "label and prediction have \(names.count) classes together, more than the \(ClassNames.maximum) that are "
                    + "compared; read numbers with --task regression, or join rare classes into one")
        }
    }

    /// The place of each dictionary code among the classes; none for code 0, a missing value.
    func places(_ source: AuditPlan.Source?, _ dictionaries: [ValueDictionary]) -> [Int?] {
        guard let source else { return [nil] }
        return [nil] + dictionaries[source.request].values.dropFirst().map(place)
    }
}
