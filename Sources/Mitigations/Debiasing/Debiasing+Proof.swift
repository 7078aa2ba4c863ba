internal import FairnessMetrics
internal import Files
internal import Models
internal import Tables

extension Debiasing.Result {
    /// What swaps of words do to answers, and what became of general ability.
    func proof(of run: Debiasing) -> [JSONObject.Member] {
        var second: [JSONObject.Member] = []
        if let table = run.second {
            let files = table.files.map { file in
                JSON.object([.init("path", .string(file.path)), .init("sha256", .string(file.sha256))])
            }
            second = [.init("second_data", .array(files))]
        }
        return [
            .init("swaps", .array(swapGaps.map(\.json))), .init("ability", .array(abilities.map(\.json))),
        ] + second
    }
}

extension CounterfactualGap {
    fileprivate var json: JSON {
        let name: (String, JSON) =
            switch source {
            case .texts: ("test texts", .null)
            case .templates(let frame): ("templates", frame.map { .string($0) } ?? .null)
            }
        return .object([
            .init("attribute", .string(attribute)), .init("source", .string(name.0)), .init("frame", name.1),
            .init("units", .integer(units)), .init("pairs", .integer(pairs)), .init("unread_pairs", .integer(unread)),
            .init("outcome", .string(size.outcome.rawValue)), .init("mean_absolute_change", size.json),
            .init("flipped_decisions", flips.json),
            .init(
                "directions",
                .array(
                    directions.map { direction in
                        .object([
                            .init("from", .string(direction.from)), .init("to", .string(direction.to)),
                            .init("units", .integer(direction.units)), .init("mean_change", direction.shift.json),
                        ])
                    })),
        ])
    }
}

extension AbilityChange {
    fileprivate var json: JSON {
        .object([
            .init("name", .string(name)), .init("texts", .integer(texts)), .init("loss", loss.json),
            .init("accuracy", accuracy.json),
        ])
    }
}

extension PairedEstimates {
    fileprivate var json: JSON {
        func number(_ estimate: Estimate) -> JSON {
            guard let value = estimate.defined else {
                return .object([.init("undefined", .string(estimate.undefinedReason ?? ""))])
            }
            return .object([
                .init("value", .number(value.value)),
                .init("interval", .array([.number(value.interval.lower), .number(value.interval.upper)])),
                .init("method", .string(value.method)),
            ])
        }
        return .object([
            .init("before", number(before)), .init("after", number(after)), .init("change", number(change)),
        ])
    }
}
