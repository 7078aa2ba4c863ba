public import Files

extension GateReport {
    /// The gates as a SARIF 2.1.0 log (OASIS 2020): a rule for each gate, and a result of kind `pass` or `fail` that points
    /// to the first file audited.
    ///
    /// A gate that is crossed has level `error`, one that is met `none`, as the standard asks of kinds other than `fail`.
    public var sarif: JSON {
        let rules = gates.indices.map { index in
            JSON.object([
                .init("id", .string(Self.rule(index))),
                .init("shortDescription", Self.text(gates[index].gate)),
            ])
        }
        let driver = JSON.object([
            .init("name", .string("assize")), .init("version", .string(toolVersion)), .init("rules", .array(rules)),
        ])
        let results = gates.enumerated().map { index, gate in
            var members: [JSONObject.Member] = [
                .init("ruleId", .string(Self.rule(index))), .init("ruleIndex", .integer(index)),
                .init("kind", .string(gate.isMet ? "pass" : "fail")),
                .init("level", .string(gate.isMet ? "none" : "error")),
                .init("message", Self.text("Gate '\(gate.gate)' \(gate.finding)")),
            ]
            if let file = files.first {
                members.append(
                    .init(
                        "locations",
                        .array([
                            .object([
                                .init(
                                    "physicalLocation",
                                    .object([
                                        .init("artifactLocation", .object([.init("uri", .string(Self.uri(file)))]))
                                    ]))
                            ])
                        ])))
            }
            return JSON.object(members)
        }
        let run = JSON.object([
            .init("tool", .object([.init("driver", driver)])),
            .init("automationDetails", .object([.init("description", Self.text(title))])),
            .init("results", .array(results)),
        ])
        return .object([
            .init(
                "$schema",
                .string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")),
            .init("version", .string("2.1.0")), .init("runs", .array([run])),
        ])
    }

    private static func rule(_ index: Int) -> String { "gate-\(index + 1)" }

    private static func text(_ text: String) -> JSON { .object([.init("text", .string(text))]) }

    /// The path as a URI reference: every byte but letters, digits and `-._~/` in per cent.
    private static func uri(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
