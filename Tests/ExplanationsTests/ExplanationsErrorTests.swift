import Explanations
import Testing

struct ExplanationsErrorTests {
    @Test(arguments: [
        (ExplanationsError.notFinite(value: "nan", absent: [1, 4]), "the model answered nan with players 1, 4 absent"),
        (.notFinite(value: "inf", absent: []), "the model answered inf with nobody absent"),
        (.noPlayers, "no player to explain"),
        (.tooManyPlayers(method: "exact_shap", count: 30, most: 20), "30 players have too many: at most 20"),
        (.tooFewEvaluations(method: "lime", given: 3, needed: 9), "lime needs at least 9 evaluations"),
        (.setting(name: "precision", value: "0", remedy: "it must be above 0"), "precision is 0: it must be above 0"),
        (.mismatch(what: "names", count: 2, expected: 3), "2 names where there must be 3"),
        (.noTokens(text: ""), "an empty text has no word"),
        (.noTokens(text: "a\nb"), "the text 'a b' has no word"),
        (.noMaskToken(folder: "m"), "m: the tokenizer has no mask token"),
        (.noPaddingToken(folder: "m"), "m: the tokenizer has no padding token"),
        (.label(number: 3, count: 2), "label 3 of a model with 2: labels are counted from 0 to 1"),
        (.output(.probability, problem: "regression", allowed: [.value]), "regression: use 'value'"),
        (.textNotFinite(text: "a b", absent: ["b"]), "the model's output for 'a b' without 'b' is not a finite number"),
        (.incomplete(text: "a", steps: 50, sum: 1, difference: 2), "50 steps are too few; allow more"),
        (.lexicon(path: "words.csv", line: 3, fault: "no word"), "words.csv:3: no word"),
        (.noNumber(column: "age"), "there is no number in the column 'age'"),
        (.earlier(path: "e.json", fault: "row 3 had another text"), "e.json: row 3 had another text; compare"),
        (.row(number: 4, reason: "no words"), "row 4: no words"),
        (.otherRequest(path: "out"), "out holds the rows that another request has explained"),
        (.tooFewRows(group: "women", count: 1, needed: 2), "the group 'women' has 1 rows"),
    ])
    func `every error says what happened`(_ error: ExplanationsError, _ text: String) {
        #expect(error.description.contains(text))
        #expect(error.description.contains(";") || error.description.contains(":"))
    }
}
