import Files

/// Explanations as `assize explain` writes them, made by hand.
enum SampleExplanations {
    /// A value with a standard error, its interval twice as wide to each side.
    static func value(_ value: Double, error: Double) -> String {
        """
        "value":\(value),"standard_error":\(error),"interval":[\(value - 2 * error),\(value + 2 * error)],\
        "sign_probability":0.99,"undetermined":\(error > 0 && value.magnitude <= 2 * error)
        """
    }

    /// A text of words with a value each; every value has the same error, or none at all.
    static func entry(
        row: Int, words: [(String, Double)], method: String = "surrogate_shap", error: Double? = 0.02, more: String = ""
    ) -> String {
        var start = 0
        let players = words.map { word, number -> String in
            defer { start += word.utf8.count + 1 }
            let numbers = error.map { value(number, error: $0) } ?? "\"value\":\(number)"
            return """
                {"name":\(quoted(word)),"start":\(start),"end":\(start + word.utf8.count),\
                "class":"\(word == "she" ? "pronouns" : "other")",\(numbers)}
                """
        }
        let sum = words.reduce(0.1) { $0 + $1.1 }
        return """
            {"row":\(row),"method":"\(method)","output":"logit_margin","label":"rude","actual":"fine",\
            "group":{"variety":"southern"},"base_value":0.1,"value":\(sum),"evaluations":512,"exact":false,\
            "confidence":0.95,"rank_stability":0.97,"absence":"absent words are replaced by the mask token",\
            "text":\(quoted(words.map(\.0).joined(separator: " "))),"notes":["a note"],"players":[\(players.joined(separator: ","))]\(more)}
            """
    }

    /// Attention of a text of three words, in one layer of two heads.
    static let attention = """
        {"row":0,"method":"attention_rollout","output":"logit_margin","base_value":null,"value":0.4,"evaluations":1,
         "text":"she is late","agreement_with_shapley":0.5,"notes":["where the model looked, not why"],
         "players":[{"name":"she","value":0.5,"start":0,"end":3},{"name":"is","value":0.1,"start":4,"end":6},
          {"name":"late","value":0.2,"start":7,"end":11}],
         "attention":{"units":["","she","is","late",""],"layers":[[
          [[0,900],[0,800],[0,900],[0,1000],[0,700]],
          [[0,400],[1,1000],[2,1000],[3,1000],[4,1000]]]]}}
        """

    /// A gap that pronouns carry, or that may be nothing.
    static func gap(measured: Double = 0.3, pronouns: Double = 0.2) -> String {
        """
        {"gap":"demographic_parity_difference","attribute":"variety","method":"surrogate_shap","output":"logit_margin",
         "first":{"name":"southern","rows":40},"second":{"name":"northern","rows":50},"notes":["means, no rates"],
         "measured":{\(value(measured, error: 0.05))},"base_difference":{\(value(0, error: 0))},
         "unattributed":{\(value(0, error: 0))},
         "contributions":[{"name":"other","drawn_error":0.01,\(value(0.03, error: 0.04))},
          {"name":"pronouns","drawn_error":0.01,\(value(pronouns, error: 0.02))}]}
        """
    }

    /// Two comparisons, of which one shows a difference.
    static let disparities = """
        {"attribute":"variety","reference":"northern","undefined":[],"comparisons":[
         {"measure":"comprehensiveness","group":"southern","rows":40,"mean":{"value":0.4},"reference_mean":{"value":0.6},
          "difference":{\(value(-0.2, error: 0.03))},"adjusted_p_value":0.001},
         {"measure":"sufficiency","group":"southern","rows":40,"mean":{"value":0.4},"reference_mean":{"value":0.41},
          "difference":{\(value(-0.01, error: 0.03))},"adjusted_p_value":0.8}]}
        """

    /// A gap that pronouns carried before, and do not any more.
    static let change = """
        {"before":\(gap()),"after":\(gap(measured: 0.04, pronouns: 0.01)),"change":\(gap(measured: -0.26, pronouns: -0.19)),
         "notes":["2 rows were not explained before, and are left out"]}
        """

    /// The means of two groups.
    static let means = """
        {"attribute":"variety","method":"surrogate_shap","output":"logit_margin","groups":[
         {"name":"northern","rows":50,"base_value":{\(value(0.1, error: 0))},"value":{\(value(0.2, error: 0.04))},
          "contributions":[{"name":"other","drawn_error":0.01,\(value(0.05, error: 0.02))},
           {"name":"pronouns","drawn_error":0.01,\(value(0.05, error: 0.04))}]},
         {"name":"southern","rows":40,"base_value":{\(value(0.1, error: 0))},"value":{\(value(0.5, error: 0.04))},
          "contributions":[{"name":"other","drawn_error":0.01,\(value(0.15, error: 0.02))},
           {"name":"pronouns","drawn_error":0.01,\(value(0.25, error: 0.04))}]}]}
        """

    /// A whole file.
    static func document(
        _ entries: [String], gaps: [String] = [], disparities: [String] = [], more: String = ""
    ) throws -> JSON {
        let text = """
            {"schema":"assize.explanations/1","request":{"model":"models/rude","command":"assize explain x.csv"},
             "data":{"files":[{"path":"x.csv"}]},"skipped":[{"row":9,"reason":"it has no tokens"}],
             "explanations":[\(entries.joined(separator: ","))],"gaps":[\(gaps.joined(separator: ","))],
             "explanation_disparities":[\(disparities.joined(separator: ","))]\(more)}
            """
        return try JSON(parsing: Array(text.utf8))
    }

    /// One row by two methods, one by one, attention, a gap and disparities.
    static func typical() throws -> JSON {
        let words = [("she", 0.5), ("is", 0.01), ("late", -0.3)]
        return try document(
            [
                entry(row: 0, words: words),
                entry(row: 0, words: [("she", 0.4), ("is", 0.02), ("late", 0.1)], method: "lime", error: nil),
                attention,
                entry(row: 1, words: [("fine", -0.6), ("day", 0.2)]), entry(row: 2, words: words),
            ], gaps: [gap()], disparities: [disparities],
            more: ",\"gap_changes\":[\(change)],\"group_attributions\":[\(means)]")
    }

    private static func quoted(_ text: String) -> String { String(decoding: JSON.string(text).bytes(), as: UTF8.self) }
}
