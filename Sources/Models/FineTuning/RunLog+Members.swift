internal import FairnessMetrics
package import Files

extension Evaluation {
    /// The figures and gaps as members of a line of the log.
    package var members: [JSONObject.Member] {
        let gaps = gaps.map { name, estimate in
            JSONObject.Member(
                name,
                .object([
                    .init("value", .number(estimate.value)),
                    .init("interval", .array([.number(estimate.interval.lower), .number(estimate.interval.upper)])),
                ]))
        }
        return [
            .init("figures", .object(figures.map { .init($0.name, .number($0.value)) })), .init("gaps", .object(gaps)),
        ]
    }
}

extension FineTuningSettings {
    /// The choices as a log and a model card name them.
    var json: JSON {
        .object([
            .init("epochs", .integer(epochs)), .init("batch_size", .integer(batchSize)),
            .init("accumulation", .integer(accumulation)), .init("optimizer", .string(rule.rawValue)),
            .init("learning_rate", .number(learningRate)), .init("schedule", .string("\(shape)")),
            .init("warm_up_share", .number(warmUpShare)), .init("weight_decay", .number(weightDecay)),
            .init("maximum_gradient_norm", maximumNorm.map { .number($0) } ?? .null), .init("l1", .number(l1)),
            .init("label_smoothing", .number(labelSmoothing)), .init("maximum_length", .integer(maximumLength)),
            .init("balance", .string(balance.rawValue)), .init("balances_by_drawing", .bool(balancesByDrawing)),
            .init("dropout", .bool(usesDropout)), .init("recomputing", .bool(recomputing)),
            .init("learns", .string(tuning.words)), .init("watched", .string(watched)),
            .init("keeps_best", .bool(keepsBest)),
            .init("patience", patience.map { .integer($0) } ?? .null), .init("seed", .string(String(seed))),
        ])
    }
}
