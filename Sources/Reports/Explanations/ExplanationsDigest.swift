public import Files

/// What explanations say of gaps between groups, as an audit keeps it: part of `results.json`.
///
/// Taken from an `explanations.json` and never computed anew; the explanations of single rows are left there.
public struct ExplanationsDigest: Sendable, Equatable {
    /// The file that it is from, and the SHA-256 of its bytes.
    public let path: String, sha256: String
    /// The checkpoint, the command or the file of the model; nil if nobody says.
    public let model: String?
    /// The SHA-256 of the files whose rows were explained.
    public let dataHashes: [String]
    /// How many rows were explained, and how many could not be.
    public let rows: Int, skipped: Int
    /// What became of absent words or features.
    public let absences: [String]
    /// How many gaps are left out because a group is smaller than the smallest cell.
    public let withheld: Int
    /// What each class of players adds to gaps.
    public let gaps: [ExplanationsRecord.Gap]
    /// How gaps changed since another model was explained.
    public let changes: [ExplanationsRecord.GapChange]
    /// Whether groups are explained equally well.
    public let disparities: [ExplanationsRecord.Disparity]
    /// What the reader should know.
    public let notes: [String]
    /// The digest as `results.json` has it.
    let json: JSON

    /// Takes from a document what an audit keeps.
    ///
    /// - Parameters:
    ///   - document: The content of an `explanations.json`.
    ///   - path: The file, as the user named it.
    ///   - bytes: The file's bytes.
    ///   - minimumCell: Gaps and comparisons with fewer rows of a group are left out.
    /// - Throws: `ReportsError.unexpectedResults` with the path of what is wrong.
    public init(_ document: JSON, path: String, bytes: [UInt8], minimumCell: Int = 0) throws(ReportsError) {
        let record = try ExplanationsRecord(document)
        func rows(_ gap: JSON?) -> Int { min(Self.count(gap, "first"), Self.count(gap, "second")) }
        let gaps = Self.elements(document, "gaps")
        let kept = gaps.filter { rows($0) >= minimumCell }
        let changes = Self.elements(document, "gap_changes").filter { rows($0["change"]) >= minimumCell }
        // A group's own mean is compared with the reference's, whose rows the comparison does not count.
        let isWhole = kept.count == gaps.count
        var numbers = Set<Int>()
        for explanation in record.explanations { if let row = explanation.row { numbers.insert(row) } }
        let members: [JSONObject.Member] = [
            .init("path", .string(path)), .init("sha256", .string(Digest.sha256(bytes))),
            .init("model", record.model.map { .string($0) } ?? .null),
            .init("data", .array(Self.elements(document["data"], "files").compactMap { $0["sha256"] })),
            .init("rows", .integer(numbers.count)), .init("skipped", .integer(record.skipped.count)),
            .init("absences", .strings(ExplanationsScope.distinct(record.explanations.compactMap(\.absence)))),
            .init("withheld", .integer(gaps.count - kept.count)), .init("gaps", .array(kept)),
            .init("gap_changes", .array(changes)),
            .init(
                "explanation_disparities",
                .array(isWhole ? Self.elements(document, "explanation_disparities") : [])),
            .init("notes", .strings(isWhole ? record.notes : [])),
        ]
        try self.init(ResultsValue(json: .object(members), path: "explanations"))
    }

    /// Reads the member `explanations` of `results.json`.
    init(_ value: ResultsValue) throws(ReportsError) {
        path = try value.required("path").string()
        sha256 = try value.required("sha256").string()
        model = try value.optional("model")?.string()
        dataHashes = try value.optional("data")?.strings() ?? []
        rows = try value.required("rows").count()
        skipped = try value.required("skipped").count()
        absences = try value.optional("absences")?.strings() ?? []
        withheld = try value.optional("withheld")?.count() ?? 0
        gaps = try value.list("gaps").map { value throws(ReportsError) in try .init(value) }
        changes = try value.list("gap_changes").map { value throws(ReportsError) in try .init(value) }
        disparities = try value.list("explanation_disparities").map { value throws(ReportsError) in
            try ExplanationsRecord.Disparity.list(value)
        }.flatMap(\.self)
        notes = try value.optional("notes")?.strings() ?? []
        json = value.json
    }

    private static func elements(_ json: JSON?, _ key: String) -> [JSON] {
        if case .array(let elements)? = json?[key] { elements } else { [] }
    }

    private static func count(_ gap: JSON?, _ key: String) -> Int {
        if case .integer(let count)? = gap?[key]?["rows"] { count } else { 0 }
    }
}
