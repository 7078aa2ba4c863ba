import FairnessMetrics
import Files
import Foundation
import TestSupport
import Testing

@testable import Reports

struct ModelCardTests {
    private static let evil =
        "</td>\n---\n# x | `y` <script>alert(1)</script> [a](http://b) www.c.org @d\u{202E}\u{7}\"'\\ ```"

    /// A record of a run as `assize train` writes it.
    private static let log = """
        {"checkpoint":"base","columns":"text\\nlabel\\ngroup","command":"assize train base --data data.jsonl --text text --label label --protected group --out model","data":"data.jsonl\\nmore.jsonl","data_sha256":"aa11\\nbb22","drawn":["classifier.weight"],"event":"start","from":"base","held_out":40,"held_out_share":"0.25","machine":"A processor, 2 processors online","outputs":["bad","good"],"parameters":12345,"settings":{"balance":"group-within-label","balances_by_drawing":false,"batch_size":8,"epochs":4,"learning_rate":5e-05,"maximum_gradient_norm":null,"maximum_length":16,"new_choice":[1,2],"seed":"42"},"steps":60,"task":"classification","texts":120}
        {"elapsed":0.5,"event":"step","learning_rate":0.001,"loss":0.7,"step":10,"tokens_per_second":1000}
        {"event":"evaluation","figures":{"accuracy":0.9,"loss":0.3},"gaps":{},"step":60}
        {"chosen_step":45,"elapsed":75.4,"event":"end","figures":{"accuracy":0.95,"log_loss":null,"loss":0.21,"roc_auc":0.99},"gaps":{"group.equalized_odds_difference":{"interval":[0.01,0.32],"value":0.12},"group.accuracy":{"interval":[0,null],"value":0.05}},"steps":60}

        """

    private static func content() throws -> ModelCardContent {
        try TrainingLog(Array(log.utf8)).content(title: "tiny", toolVersion: "0.1.0")
    }

    /// A card with everything that there can be.
    static func full() throws -> ModelCardContent {
        var content = try content()
        content.title = "Offence in tweets: no \"harm\" #1"
        content.summary = "Says whether a tweet offends."
        content.baseModel = "sentence-transformers/all-MiniLM-L6-v2"
        content.languages = ["en", "not a language"]
        content.licence = "Apache-2.0"
        content.data[0].rows = 1_200
        content.dataSource = "Made for this test"
        content.dataLicence = "CC0"
        content.methods.append(
            .init(
                name: "Gradient reversal", effect: "an adversary reads the group from the pooled state",
                strength: [.init("λ", "1")]))
        content.limits = ["Texts of more than 16 tokens are cut."]
        content.intendedUse = "To sort tweets for people to read."
        content.misuse = "deciding about anybody without a person."
        var after = SampleResults.small()
        after.title = "Tweets after"
        var value = after.assessment.groups[1].metrics[2].estimate
        if case .defined(var parts) = value {
            parts.value = 0.41
            parts.interval = Interval(0.38, 0.44)
            parts.numerator = 396
            value = .defined(parts)
        }
        after.assessment.groups[1].metrics[2].estimate = value
        content.audit = after
        content.comparison = AuditComparison(before: SampleResults.small(), after: after)
        return content
    }

    private func text(_ content: ModelCardContent) -> String {
        String(decoding: ModelCard.markdown(for: content), as: UTF8.self)
    }

    @Test func `the cards are the golden ones, which huggingface_hub reads`() throws {
        // Tests/Fixtures/Reports/check-cards.py reads these files with huggingface_hub.
        try expectGolden(ModelCard.markdown(for: Self.content()), "card-of-run.md")
        try expectGolden(ModelCard.markdown(for: Self.full()), "card-full.md")
        var hostile = try Self.full()
        hostile.title = Self.evil
        hostile.labels = [Self.evil]
        hostile.licence = Self.evil
        hostile.baseModel = Self.evil
        hostile.basePath = Self.evil
        hostile.data[0].path = Self.evil
        hostile.command = Self.evil
        hostile.hyperParameters = [.init(Self.evil, Self.evil)]
        hostile.limits = [Self.evil]
        hostile.audit?.title = Self.evil
        hostile.audit?.assessment.groups[0].key.values[0].value = Self.evil
        hostile.comparison = nil
        try expectGolden(ModelCard.markdown(for: hostile), "card-hostile.md")
    }

    @Test func `text from the data never becomes markup`() throws {
        let shown = MarkdownText.escaped(Self.evil)
        #expect(
            !shown.contains("\n") && !shown.contains("<") && !shown.contains("\u{202E}") && !shown.contains("\u{7}"))
        #expect(
            shown.contains("\\|") && shown.contains("\\`") && shown.contains("http\\://") && shown.contains("www\\."))
        #expect(shown.contains("\\[a\\](") && shown.contains("\\@d"))
        #expect(MarkdownText.escaped("1. one") == "1\\. one" && MarkdownText.escaped("- a") == "\\- a")
        #expect(MarkdownText.escaped("v1.2, a-b: c") == "v1.2, a-b: c" && MarkdownText.escaped("0.1.0") == "0.1.0")
        #expect(MarkdownText.escaped("WWW.x") == "WWW\\.x" && MarkdownText.escaped(":cat:") == "\\:cat:")
        let block = MarkdownText.block("a ``` b\n~~~", language: "sh")
        #expect(block == "````sh\na ``` b\n~~~\n````")
    }

    @Test func `metadata are scalars that no reader takes for anything else`() {
        #expect(YAMLText.quoted("a\"b\\c\n---\u{2028}\u{FEFF}é") == "\"a\\\"b\\\\c\\n---\\u2028\\ufeffé\"")
        #expect(YAMLText.quoted("\u{E0001}") == "\"\\U000e0001\"")
        #expect(
            YAMLText.number(1e-7) == "1.0e-07" && YAMLText.number(0.5) == "0.5"
                && YAMLText.number(-1.5e-9) == "-1.5e-09")
    }

    @Test(arguments: [
        ("bert-base-uncased", true), ("owner/name", true), ("a/b/c", false), ("../model", false),
        ("/a/model", false),
        ("./model", false), ("owner/", false), ("a--b", false), ("ümlaut/x", false), ("a b", false), ("x.git", false),
        (String(repeating: "a", count: 97), false),
    ])
    func `only what can be an id of the Hub is called a base model`(id: String, isModel: Bool) throws {
        #expect(HubNames.isModel(id) == isModel)
        var content = try Self.content()
        content.baseModel = id
        #expect(text(content).contains("\nbase_model:") == isModel)
    }

    @Test func `a licence is named only when known, and one that the Hub does not know is another`() throws {
        var content = try Self.content()
        #expect(!text(content).contains("license"))
        content.licence = "MIT"
        #expect(text(content).contains("license: \"mit\""))
        content.licence = "House rules, v2"
        #expect(text(content).contains("license: \"other\"\nlicense_name: \"house-rules-v2\""))
    }

    @Test func `the record of a run gives data, choices, figures and the command`() throws {
        let content = try Self.content()
        #expect(content.data == [.init(path: "data.jsonl", sha256: "aa11"), .init(path: "more.jsonl", sha256: "bb22")])
        #expect(content.hyperParameters.prefix(2) == [.init("epochs", "4"), .init("batch size", "8")])
        #expect(content.hyperParameters.last == .init("new choice", "[1,2]"))
        #expect(content.hyperParameters.contains(.init("maximum gradient norm", "none")))
        #expect(content.methods.map(\.name) == ["Balanced training"])
        #expect(content.training?.steps == 60 && content.training?.chosenStep == 45 && content.training?.texts == 120)
        #expect(content.heldOutFigures.first { $0.name == "log_loss" }?.value == nil)
        #expect(content.heldOutFigures.first { $0.name == "group.accuracy" }?.interval == Interval(0, .infinity))
        let card = text(content)
        #expect(card.contains("```sh\nassize train base --data data.jsonl"))
        #expect(
            card.contains(
                "| Equalized odds difference by group | 12.0\u{A0}points | 1.0\u{A0}points to 32.0\u{A0}points |"))
        #expect(card.contains("To be filled in by people"))
        #expect(card.contains("have not been audited"))
    }

    @Test func `a record that is damaged or unfinished is refused with its line`() {
        func fault(_ text: String) -> String {
            do {
                _ = try TrainingLog(Array(text.utf8))
                return "none"
            } catch {
                return error.description
            }
        }
        let lines = Self.log.split(separator: "\n").map(String.init)
        #expect(fault(Self.log) == "none")
        #expect(fault("").contains("begins with the event 'start'"))
        #expect(fault(lines[1...].joined(separator: "\n")).contains("begins with the event 'start'"))
        #expect(fault(lines.prefix(3).joined(separator: "\n")).contains("the run was not finished"))
        #expect(fault(lines.prefix(2).joined(separator: "\n") + "\n{\"elapsed\":0.").hasPrefix("line 3: it breaks off"))
        #expect(fault([lines[0], "{\"a\":", lines[3]].joined(separator: "\n")).hasPrefix("line 2: it is no JSON"))
        #expect(fault([lines[0], "{\"a\":1}", lines[3]].joined(separator: "\n")) == "line 2: 'event' is missing")
        #expect(
            fault(Self.log.replacingOccurrences(of: "\"texts\":120", with: "\"texts\":\"many\""))
                == "start.texts: a whole number must stand here")
        #expect(
            fault(Self.log.replacingOccurrences(of: "aa11\\nbb22", with: "aa11")).contains("2 data files have 1 hashes")
        )
    }

    @Test func `a card with audits says verdicts, what changed and who is worse off`() throws {
        let card = text(try Self.full())
        #expect(card.contains("## Before and after") && card.contains("Levelling-down alarm"))
        #expect(
            card.contains(
                "| Caucasian | True positive rate | 52.3\u{202F}% | 41.0\u{202F}% | 11.3\u{A0}points | shown |"))
        // Two people are no figure to list without an interval.
        #expect(card.contains("config: \"race = Caucasian\"") && !card.contains("config: \"race = Asian\""))
        #expect(card.contains("Disparity shown") && card.contains("withheld"))
        #expect(card.contains("base_model: \"sentence-transformers/all-MiniLM-L6-v2\""))
        #expect(card.contains("language:\n- \"en\"\nlicense: \"apache-2.0\"\nlibrary_name"))
    }

    @Test func `no sentence calls the model fair or unbiased`() throws {
        let card = text(try Self.full()).lowercased()
        for claim in ["is fair", "are fair", "unbiased", "bias-free", "no bias", "debiased"] {
            #expect(!card.contains(claim), "\(claim)")
        }
    }
}
