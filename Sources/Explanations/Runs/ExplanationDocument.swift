public import Files

/// The content of `explanations.json`, schema `assize.explanations/1`.
///
/// ```json
/// {"schema": "assize.explanations/1",
///  "data": {"files": [{"path": "reviews.csv", "sha256": "…", "rows": 4000}]},
///  "request": {"command": "assize explain …", "model": "model"},
///  "plan": {"methods": ["shap"], "evaluations": 512, "precision": null, "confidence": 0.95, "seed": "0", "threshold": null,
///    "faithfulness": false, "interactions": 0},
///  "explanations": [{"row": 0, "method": "surrogate_shap", "output": "logit_margin", "label": "yes",
///    "base_value": 0.1, "value": 0.7, "evaluations": 512, "exact": false, "confidence": 0.95, "rank_stability": 0.98,
///    "text": "a great film", "absence": "absent words are replaced by the mask token", "notes": ["…"],
///    "group": {"variety": "southern"}, "actual": "no",
///    "players": [{"name": "great", "value": 0.3, "standard_error": 0.004, "interval": [0.29, 0.31], "undetermined": false,
///      "sign_probability": 1, "start": 2, "end": 7, "class": "other"}],
///    "classes": [{"name": "other", "value": 0.3, …}],
///    "faithfulness": {…}, "interactions": {…}, "attention": {…}, "agreement_with_shapley": 0.4}],
///  "skipped": [{"row": 3, "reason": "…"}],
///  "gaps": […], "gap_changes": […], "group_attributions": […], "explanation_disparities": […], "notes": ["…"]}
/// ```
/// **An entry** is one method's explanation of one row; entries come by row, then in the order of `plan.methods`. `label` is
/// the label whose output is explained (absent for a regression or a command), `actual` the row's own label, `group` the row's
/// value of each protected column; `score` is LIME's weighted R². `start` and `end` are bytes of `text` in UTF-8 (absent for
/// features and classes), `class` the player's lexical class where a gap is asked for. `undetermined` players have a sign that
/// is unknown at `confidence`: show them grey. `base_value` plus all values is `value` for methods that add up, which are those
/// ending in `_shap` and, but for what integration misses, `integrated_gradients`.
///
/// Methods that look into the model (`InspectingMethod`) have players with `value` alone, neither interval nor error, and
/// `base_value` null where there is no baseline. `attention_rollout` and `attention_relevance` do not divide the output:
/// `notes` has the caution that belongs beside every picture of them. `agreement_with_shapley` is Spearman's correlation of
/// the players' values with those of the first Shapley method of the row.
///
/// **attention**: `units` are the words in order, "" for tokens that frame the text; `layers[layer][head][unit]` is a flat list
/// `[unit, thousandths, unit, thousandths, …]` of at most eight units that it attends to most, from 1 % on, ascending by unit.
///
/// **faithfulness**: `comprehensiveness`, `sufficiency`, `area_over_perturbation`, `infidelity` (an estimate as a player's),
/// `tau_with_leave_one_out` (may be null), and `steps` of `players`, `comprehensiveness`, `sufficiency`.
///
/// **interactions**: `index`, `exact` and `pairs` of `first` and `second` (places in `players`), `value`, `interval`, ….
///
/// **classes**: what the words of each lexical class add up to, with the error of the sum, in the first entry of a row.
///
/// **gaps**, **gap_changes**, **group_attributions** and **explanation_disparities**: see `GapReport`; `compared_with` names
/// the `path` and the `model` of the earlier explanations; `gap_plan` has `kind`, `attributes` and `rows_per_group`.
public struct ExplanationDocument: Sendable, Equatable {
    /// The schema's name.
    public static let schema = "assize.explanations/1"

    /// The whole document.
    public let json: JSON

    /// Puts a document together.
    ///
    /// - Parameters:
    ///   - members: What stands beside the explanations, such as `data` and `request`.
    ///   - explanations: The entries.
    ///   - skipped: The rows that could not be explained, and why.
    init(_ members: [JSONObject.Member], explanations: [JSON], skipped: [(row: Int, reason: String)]) {
        json = .object(
            members + [
                .init("schema", .string(ExplanationDocument.schema)), .init("explanations", .array(explanations)),
                .init(
                    "skipped",
                    .array(
                        skipped.map {
                            .object([.init("row", .integer($0.row)), .init("reason", .string($0.reason))])
                        })),
            ])
    }

    /// The bytes of the file: the same document always gives the same ones.
    public var bytes: [UInt8] { json.bytes(.indented) }
}
