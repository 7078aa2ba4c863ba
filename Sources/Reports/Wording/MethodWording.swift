/// The names of methods and tests in words.
enum MethodWording {
    private static let names = [
        "exact": "an exact count", "wilson": "Wilson’s score interval for a proportion",
        "wilson_of_jaccard": "Wilson’s score interval carried over from the Jaccard index",
        "recovered": "variance recovered from the groups’ intervals",
        "recovered_variance": "variance recovered from two intervals",
        "recovered_ratio": "variance recovered from the groups’ intervals, for a ratio",
        "newcombe": "Newcombe’s interval for a difference of proportions",
        "newcombe_against_rest": "Newcombe’s interval against everybody else",
        "delong_logit": "DeLong’s interval on the logit scale", "boyd_logit": "Boyd’s interval on the logit scale",
        "student_t": "Student’s t interval for a mean", "basic_bootstrap_of_bins": "the basic bootstrap of bins",
        "two_proportion_z": "the z-test of two proportions", "fisher_exact": "Fisher’s exact test",
        "two_proportion_z_or_fisher_exact": "the z-test of two proportions, or Fisher’s exact test for few counts",
        "wald_z": "the Wald test of a difference",
    ]

    private static let suffixes = [
        "_of_two_rates": ", the worse of two rates", "_tukey": " at Tukey’s critical value for all pairs",
        "_sidak": " at Šidák’s critical value for several groups",
    ]

    /// The name of `id`, or its words if it has none of its own.
    static func name(_ id: String) -> String {
        if let name = names[id] { return name }
        for (suffix, words) in suffixes where id.hasSuffix(suffix) {
            return name(String(id.dropLast(suffix.count))) + words
        }
        return id.split(separator: "_").joined(separator: " ")
    }
}
