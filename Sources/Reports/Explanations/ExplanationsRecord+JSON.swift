internal import FairnessMetrics
public import Files

extension ExplanationsRecord {
    /// Reads a file of the schema `assize.explanations/1`.
    ///
    /// At the top: `schema`, `explanations`, and optionally `tool_version`, `request` (`model`, `command`), `data` (`files`,
    /// each with `path`), `skipped` (`row`, `reason`), `notes` (texts), `gaps`, `gap_changes`,
    /// `group_attributions` and `explanation_disparities`.
    ///
    /// An explanation has `method`, `output`, `value`, `evaluations`, `players`, and optionally `row`, `base_value`, `label`
    /// (the one whose output it is), `actual`, `group` (a text or number, or an object of them by attribute), `exact`,
    /// `confidence` (0.95 if absent), `text`, `absence`, `rank_stability`, `score`, `agreement_with_shapley`, `notes`, and
    /// - `interactions`: `pairs`, each with `first` and `second` (numbers of players) and the members of a value;
    /// - `faithfulness`: `comprehensiveness`, `sufficiency`, `area_over_perturbation`, `infidelity` (a value),
    ///   `tau_with_leave_one_out`, all optional;
    /// - `attention`: `units` (texts) and `layers`, lists by layer, head and unit of `[unit, thousandths, …]`.
    ///
    /// A value has `value` and optionally `standard_error`, `interval`, `sign_probability` and `undetermined`, which else is
    /// whether the interval holds 0. A player has the members of a value, `name`, and optionally `start` and `end` (bytes of
    /// the text in UTF-8), `class`, and `content` (what the row says in this column).
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the path of the member that is missing or of another kind.
    public init(_ json: JSON) throws(ReportsError) {
        let top = ResultsValue(json: json)
        let schema = try top.required("schema").string()
        guard schema == Self.schema else {
            throw top.fault("schema: '\(schema.prefix(80))' is not '\(Self.schema)', the schema of explanations")
        }
        toolVersion = try top.optional("tool_version")?.string() ?? ""
        let request = top.optional("request")
        model = try request?.optional("model")?.string()
        command = try request?.optional("command")?.string()
        files = try (top.optional("data")?.list("files") ?? []).map { file throws(ReportsError) in
            try file.required("path").string()
        }
        skipped = try top.list("skipped").map { value throws(ReportsError) in
            Skipped(row: try value.required("row").count(), reason: try value.required("reason").string())
        }
        explanations = try top.required("explanations").elements().map { value throws(ReportsError) in
            try Explanation(value)
        }
        gaps = try top.list("gaps").map { value throws(ReportsError) in try Gap(value) }
        changes = try top.list("gap_changes").map { value throws(ReportsError) in try GapChange(value) }
        groupMeans = try top.list("group_attributions").map { value throws(ReportsError) in try GroupMeans(value) }
        disparities = try top.list("explanation_disparities").map { value throws(ReportsError) in
            try Disparity.list(value)
        }.flatMap(\.self)
        notes = try top.optional("notes")?.strings() ?? []
    }
}

extension ExplanationsRecord.Value {
    /// Reads the members of a value.
    init(_ value: ResultsValue) throws(ReportsError) {
        let interval = try value.optional("interval").map { value throws(ReportsError) in try Interval(read: value) }
        let isNoise = interval.map { $0.lower < $0.upper && $0.contains(0) } ?? false
        self.init(
            value: try value.required("value").double(),
            standardError: try value.optional("standard_error")?.double(in: 0...Double.greatestFiniteMagnitude),
            interval: interval, signProbability: try value.optional("sign_probability")?.double(in: 0...1),
            isUndetermined: try value.optional("undetermined")?.bool() ?? isNoise)
    }
}

extension ExplanationsRecord.Explanation {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        let text = try value.optional("text")?.string()
        let bytes = text.map { Array($0.utf8) }
        let players = try value.required("players").elements().map { value throws(ReportsError) in
            try ExplanationsRecord.Player(value, in: bytes)
        }
        let pairs = try value.optional("interactions")?.required("pairs").elements() ?? []
        self.init(
            row: try value.optional("row")?.count(), method: try value.required("method").string(),
            output: try value.required("output").string(),
            label: try value.optional("label")?.words(), baseValue: try value.optional("base_value")?.double(),
            value: try value.required("value").double(),
            evaluations: try value.required("evaluations").count(),
            isExact: try value.optional("exact")?.bool() ?? false,
            confidence: try value.optional("confidence")?.double(in: 0...1) ?? 0.95, players: players, text: text,
            absence: try value.optional("absence")?.string(),
            rankStability: try value.optional("rank_stability")?.double(in: 0...1),
            score: try value.optional("score")?.double(), group: try value.optional("group")?.words(),
            actual: try value.optional("actual")?.words(),
            agreementWithShapley: try value.optional("agreement_with_shapley")?.double(in: -1...1),
            interactions: try pairs.map { value throws(ReportsError) in
                try ExplanationsRecord.Interaction(value, playerCount: players.count)
            },
            faithfulness: try value.optional("faithfulness").map { value throws(ReportsError) in
                try ExplanationsRecord.Faithfulness(value)
            },
            attention: try value.optional("attention").map { value throws(ReportsError) in
                try ExplanationsRecord.Attention(value)
            }, notes: try value.optional("notes")?.strings() ?? [])
    }
}

extension ExplanationsRecord.Player {
    fileprivate init(_ value: ResultsValue, in text: [UInt8]?) throws(ReportsError) {
        var bytes: Range<Int>?
        if let text, let start = value.optional("start") {
            let (first, last) = (try start.count(), try value.required("end").count())
            guard first <= last, last <= text.count else {
                throw value.fault("\(first) to \(last) is no part of a text of \(text.count) bytes")
            }
            for place in [first, last] where place < text.count && text[place] & 0xC0 == 0x80 {
                throw value.fault("byte \(place) of the text is within a character")
            }
            bytes = first..<last
        }
        self.init(
            name: try value.required("name").string(), value: try ExplanationsRecord.Value(value), bytes: bytes,
            classification: try value.optional("class")?.string(), content: try value.optional("content")?.words())
    }
}

extension ExplanationsRecord.Interaction {
    fileprivate init(_ value: ResultsValue, playerCount: Int) throws(ReportsError) {
        func player(_ key: String) throws(ReportsError) -> Int {
            let place = try value.required(key)
            let number = try place.count()
            guard number < playerCount else { throw place.fault("there is no player \(number) among \(playerCount)") }
            return number
        }
        self.init(first: try player("first"), second: try player("second"), value: try .init(value))
    }
}

extension ExplanationsRecord.Faithfulness {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            comprehensiveness: try value.optional("comprehensiveness")?.double(),
            sufficiency: try value.optional("sufficiency")?.double(),
            areaOverPerturbation: try value.optional("area_over_perturbation")?.double(),
            infidelity: try value.optional("infidelity")?.required("value").double(),
            tauWithLeaveOneOut: try value.optional("tau_with_leave_one_out")?.double(in: -1...1))
    }
}

extension ResultsValue {
    /// A text, number or truth value as words; of an object the values of its members.
    fileprivate func words() throws(ReportsError) -> String {
        switch json {
        case .string(let text): return text
        case .integer(let value): return "\(value)"
        case .number(let value): return value.plainTick
        case .bool(let value): return value ? "true" : "false"
        case .object:
            var words: [String] = []
            for member in try members() {
                let value = try member.value.words()
                words.append("\(member.key) \(value)")
            }
            return words.joined(separator: ", ")
        default: throw fault("a text or a number must stand here")
        }
    }
}
