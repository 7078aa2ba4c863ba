public import Files

extension GapAttribution {
    /// The attribution as an entry of `gaps` in a file of the schema `assize.explanations/1`.
    ///
    /// - Parameters:
    ///   - attribute: What divides the groups, such as `sex`.
    ///   - method: The id of the method that explained the rows.
    public func json(attribute: String, method: String) -> JSON {
        func group(_ group: (name: String, rows: Int)) -> JSON {
            .object([.init("name", .string(group.name)), .init("rows", .integer(group.rows))])
        }
        return .object([
            .init("gap", .string(kind.rawValue)), .init("attribute", .string(attribute)),
            .init("method", .string(method)), .init("first", group(first)), .init("second", group(second)),
            .init("measured", .object(gap.numbers)), .init("base_difference", .object(baseDifference.numbers)),
            .init("unattributed", .object(unattributed.numbers)),
            .init(
                "contributions",
                .array(
                    contributions.map {
                        .object(
                            $0.value.numbers + [
                                .init("name", .string($0.name)), .init("drawn_error", .number($0.drawnError)),
                            ])
                    })),
        ])
    }
}

extension GroupAttribution {
    /// The means as an entry of `groups` within `group_attributions`.
    ///
    /// - Parameter classes: The names of the classes.
    func json(classes: [String]) -> JSON {
        .object([
            .init("name", .string(name)), .init("rows", .integer(rows)),
            .init("base_value", .object(baseValue.numbers)),
            .init("value", .object(value.numbers)),
            .init(
                "contributions",
                .array(
                    classes.indices.map { index in
                        .object(
                            contributions[index].numbers + [
                                .init("name", .string(classes[index])),
                                .init("drawn_error", .number(drawnErrors[index])),
                            ])
                    })),
        ])
    }
}
