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
        (.tooFewRows(group: "women", count: 1, needed: 2), "the group 'women' has 1 rows"),
    ])
    func `every error says what happened`(_ error: ExplanationsError, _ text: String) {
        #expect(error.description.contains(text))
        #expect(error.description.contains(";") || error.description.contains(":"))
    }
}
