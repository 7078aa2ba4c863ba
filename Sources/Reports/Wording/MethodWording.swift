/// The names of methods and tests in words.
enum MethodWording {
    private static let names = [
        "exact": "an exact count", "wilson": "Wilson’s score interval for a proportion",
        "clopper_pearson": "Clopper and Pearson’s exact interval for a proportion",
        "wilson_of_jaccard": "Wilson’s score interval carried over from the Jaccard index",
        "recovered_correlated": "variance recovered from the groups’ intervals, which go together",
        "recovered": "variance recovered from the groups’ intervals",
        "recovered_variance": "variance recovered from two intervals",
        "recovered_ratio": "variance recovered from the groups’ intervals, for a ratio",
        "newcombe": "Newcombe’s interval for a difference of proportions",
        "delong_logit": "DeLong’s interval on the logit scale", "boyd_logit": "Boyd’s interval on the logit scale",
        "student_t": "Student’s t interval for a mean",
        "student_t_log": "Student’s t interval for a mean that is never negative, upward on the logarithmic scale",
        "student_t_log_root": "the same carried over to the square root",
        "linearised_logit": "a linearised interval on the logit scale",
        "normal_gaps_of_bins": "normal bounds on the gaps of bins",
        "two_proportion_z": "the z-test of two proportions", "fisher_exact": "Fisher’s exact test",
        "two_proportion_z_or_fisher_exact": "the z-test of two proportions, or Fisher’s exact test for few counts",
        "welch_t": "Welch’s t-test of two means", "wald_z": "the Wald test of a difference",
    ]

    /// What an id may end with, and what that means; against the rest is how everybody else is compared with.
    private static let corrections = [
        ("tukey", "Tukey’s critical value for the end that shows a gap, where all pairs of groups are compared"),
        ("dunnett", "Dunnett’s critical value where several groups are compared with one"),
        ("sidak", "Šidák’s critical value where several groups are compared with everybody"),
        ("of_all_rates", "the worst of all classes’ rates, after Bonferroni"),
        ("of_two_rates", "the worse of two rates where a criterion joins them"),
        ("against_rest", "everybody else as the other group where a group is compared with everybody"),
    ]

    /// Returns the methods of `ids` in words, each once, without what makes them hold for several groups at once.
    static func names(_ ids: some Sequence<String>) -> String {
        Set(Set(ids).map { name(split($0).base) }).sorted().joined(separator: "; ")
    }

    /// Returns what makes the methods of `ids` hold for several groups at once, or nil if nothing has to.
    static func corrections(_ ids: some Sequence<String>) -> String? {
        let found = Set(Set(ids).flatMap { split($0).corrections })
        return found.isEmpty
            ? nil : corrections.filter { found.contains($0.0) }.map(\.1).joined(separator: "; ")
    }

    private static func split(_ id: String) -> (base: String, corrections: [String]) {
        for (suffix, _) in corrections where id.hasSuffix("_" + suffix) {
            let rest = split(String(id.dropLast(suffix.count + 1)))
            return (rest.base, rest.corrections + [suffix])
        }
        return (id, [])
    }

    private static func name(_ id: String) -> String {
        names[id] ?? id.split(separator: "_").joined(separator: " ")
    }
}
