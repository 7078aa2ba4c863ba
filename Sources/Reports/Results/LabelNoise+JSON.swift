internal import FairnessMetrics
internal import Files

extension LabelNoise {
    /// The finding as one object; null where no share of the labels does it.
    var json: JSON {
        .object(
            group.members("group") + [
                .init("labels", .string(label.rawValue)), .init("pattern", .string(pattern.rawValue)),
                .init("vanishes_at", vanishesAt.map { .number($0) } ?? .null),
                .init("within_margin_at", withinMarginAt.map { .number($0) } ?? .null),
            ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            group: try GroupKey(requiredIn: value, "group", order: order),
            label: try value.required("labels").word(Label.self),
            pattern: try value.required("pattern").word(Pattern.self),
            vanishesAt: try value.optional("vanishes_at")?.double(in: 0...1),
            withinMarginAt: try value.optional("within_margin_at")?.double(in: 0...1))
    }
}
