import FairnessMetrics
import Files
import Glibc
import NumericalKernels
import Testing

@testable import Reports

/// Results that were damaged at one place are refused with that place, or rendered; nothing else may happen.
struct ResultsFuzzTests {
    /// What is put in the place of a value.
    private static let replacements: [JSON] = [
        .null, .bool(true), .integer(-1), .integer(0), .integer(.max), .integer(1 << 41), .number(1e300),
        .number(-1e-300), .string(""), .string("NaN"), .string("\u{202E}</script><b>"), .array([]), .object([]),
        .array([.integer(1), .integer(0)]), .array([.null, .null]),
    ]

    /// With `ASSIZE_FUZZ=100` a hundred times as many files are tried.
    private static let rounds = getenv("ASSIZE_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1

    private static func count(_ json: JSON) -> Int {
        switch json {
        case .array(let elements): 1 + elements.reduce(0) { $0 + count($1) }
        case .object(let object): 1 + object.members.reduce(0) { $0 + count($1.value) }
        default: 1
        }
    }

    /// Returns the value with the one numbered `place` replaced, or removed if there is no replacement.
    private static func replacing(_ json: JSON, _ place: inout Int, _ new: JSON?) -> JSON? {
        if place == 0 {
            place = -1
            return new
        }
        place -= 1
        guard place >= 0 else { return json }
        switch json {
        case .array(let elements):
            return .array(elements.compactMap { place < 0 ? $0 : replacing($0, &place, new) })
        case .object(let object):
            return .object(
                object.members.compactMap { member in
                    (place < 0 ? member.value : replacing(member.value, &place, new)).map { .init(member.key, $0) }
                })
        default: return json
        }
    }

    /// Reads and renders whatever can be read.
    private static func render(_ json: JSON) throws {
        let results: AuditResults
        do {
            results = try AuditResults(json: JSON(parsing: json.bytes()))
        } catch let error as ReportsError {
            #expect(error.description.count > 10)
            return
        }
        _ = try AuditReport.rendered(results, as: .screen)
        _ = try AuditReport.rendered(results, as: .markdown)
        _ = TextSummary.text(for: results)
        _ = ResultsCSV.groups(results).count + ResultsCSV.gaps(results).count
        _ = results.json.bytes()
    }

    @Test(arguments: 0..<4)
    func `one value replaced or removed is refused or rendered`(part: Int) throws {
        var generator = SeededGenerator(seed: 8, stream: UInt64(part))
        let sample = [
            SampleResults.small(), SampleResults.audited(), SampleResults.outcome(.regression),
            SampleResults.outcome(.multiclass),
        ][part].json
        let total = Self.count(sample)
        for _ in 0..<(part == 0 ? 40 : 6) * Self.rounds {
            var place = Int.random(in: 0..<total, using: &generator)
            let new =
                Int.random(in: 0..<6, using: &generator) == 0 ? nil : Self.replacements.randomElement(using: &generator)
            guard let damaged = Self.replacing(sample, &place, new) else { continue }
            try Self.render(damaged)
        }
    }

    @Test func `a file cut short or with one byte changed is refused or rendered`() throws {
        let bytes = SampleResults.small().json.bytes()
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<50 * Self.rounds {
            let length = Int.random(in: 0..<bytes.count, using: &generator)
            let error = #expect(throws: FilesError.self) { try JSON(parsing: Array(bytes[..<length])) }
            #expect(
                error?.description.contains("ends") == true || error?.description.contains("must") == true,
                "\(length): \(String(describing: error))")
            var changed = bytes
            changed[length] = UInt8.random(in: 0...255, using: &generator)
            if let json = try? JSON(parsing: changed) { _ = try? AuditResults(json: json) }
        }
    }

    @Test(arguments: [
        (#""count":3696"#, #""count":369600"#, "groups", "more than the"),
        (#""rows":7214"#, #""rows":12"#, "overall.count", "cannot come from the 12 rows"),
        (#""numerator":349"#, #""numerator":3490"#, "", "is more than all"),
        (#""numerator":349"#, #""numerator":350"#, "", "is not 350"),
        (#""numerator":349"#, #""numerator":-349"#, "", "a count is negative"),
        (#""attributes":{"race":"Caucasian"}"#, #""attributes":{"race":"African-American"}"#, "", "is there twice"),
        (#""p_value":"#, #""p_value":2,"p_values":"#, "", "is not between 0.0 and 1.0"),
    ])
    func `counts that contradict each other are refused with the place`(
        from: String, to: String, path: String, words: String
    ) throws {
        let text = String(decoding: SampleResults.small().json.bytes(), as: UTF8.self)
        let changed = text.replacingCharacters(in: try #require(text.firstRange(of: from)), with: to)
        let error = #expect(throws: ReportsError.self) { try AuditResults(json: JSON(parsing: Array(changed.utf8))) }
        guard case .unexpectedResults(let found, let fault)? = error else { return }
        #expect(fault.contains(words), "\(fault)")
        #expect(path.isEmpty ? !found.isEmpty : found == path, "\(found)")
    }
}
