extension StatisticalMethod {
    /// The tests.
    static let tests: [StatisticalMethod] = ofTwoGroups + ofStrata + ofCalibration + ofVerdicts

    private static let ofTwoGroups = [
        test(
            "two_proportion_z", "the z-test of two proportions", "(p₁ − p₂) / √(p (1 − p) (1/n₁ + 1/n₂)), p pooled",
            against: "equal rates", "Pearson 1900 (its square is his χ²)"),
        test(
            "fisher_exact", "Fisher’s exact test", "Σ of the hypergeometric probabilities not above the observed one",
            against: "equal rates", "Fisher 1935"),
        test(
            "two_proportion_z_or_fisher_exact", "the z-test of two proportions, or Fisher’s exact test for few counts",
            "Fisher’s where an expected count is under 5", against: "equal rates", "Fisher 1935; Cochran 1954"),
        test(
            "welch_t", "Welch’s t-test of two means", "(m₁ − m₂) / √(s₁²/n₁ + s₂²/n₂)", against: "equal means",
            "Welch 1947"),
        test(
            "wald_z", "the Wald test of a difference", "(θ₁ − θ₂) / √(s₁² + s₂²)", against: "equal values", "Wald 1943"),
        test(
            "kolmogorov_smirnov_exact", "the exact Kolmogorov-Smirnov test of two samples",
            "share of the paths from (0, 0) to (n, m) that reach D", against: "equal distributions",
            "Kolmogorov 1933; Smirnov 1939"),
        test(
            "kolmogorov_smirnov_asymptotic", "the Kolmogorov-Smirnov test of two samples in its limit",
            "2 Σ (−1)^(k−1) exp(−2 k² D² nm / (n + m))", against: "equal distributions", "Kolmogorov 1933; Smirnov 1939"
        ),
    ]

    private static let ofStrata = [
        test(
            "cochran_mantel_haenszel", "Cochran, Mantel and Haenszel’s test",
            "(Σ (x₁ − E x₁))² / Σ Var x₁, χ² with 1 degree of freedom", against: "equal odds within every stratum",
            "Cochran 1954; Mantel, Haenszel 1959"),
        test(
            "breslow_day_tarone", "Breslow and Day’s test with Tarone’s correction",
            "Σ (x₁ − E x₁)² / Var x₁ at the common odds ratio, less Tarone’s term, χ²",
            against: "the same odds ratio in all strata", "Breslow, Day 1980; Tarone 1985"),
    ]

    private static let ofCalibration = [
        test(
            "cox_score", "the score test of Cox’s recalibration line", "Uᵀ V⁻¹ U, U = Σ w (y − s) (1, logit s), χ²",
            against: "calibrated scores", "Cox 1958; Rao 1948"),
        test(
            "spiegelhalter", "Spiegelhalter’s test", "(Σ (y − s) (1 − 2s))² / Σ (1 − 2s)² s (1 − s), χ²",
            against: "calibrated scores", "Spiegelhalter 1986"),
        test(
            "hosmer_lemeshow", "Hosmer and Lemeshow’s test",
            "Σ (observed − expected)² / (expected (1 − expected / n)) over ten groups, χ²",
            against: "calibrated scores", "Hosmer, Lemeshow 1980"),
        test(
            "sufficiency", "the score test of a common calibration curve",
            "Uᵀ V⁻¹ U for a level and a slope of each group beside a common curve, χ²",
            against: "the same meaning of a score in every group", "Rao 1948; under weights Boos 1992"),
    ]

    private static let ofVerdicts = [
        test(
            "two_one_sided", "two one-sided tests", "the larger p-value of gap ≥ margin and gap ≤ −margin",
            against: "a disparity as large as the margin", "Schuirmann 1987; several pairs Berger 1982"),
        test(
            "permutation_max", "the permutation test of the largest slice",
            "(1 + permutations whose largest z² over all slices reaches z²) / (1 + permutations)",
            against: "labels that are spread at random over the rows", "Westfall, Young 1993; Phipson, Smyth 2010"),
    ]

    /// What an id may end with, where a method is made to hold for several groups or rates at once.
    static let corrections = [
        correction(
            "tukey", "Tukey’s critical value for the end that shows a gap, where all pairs of groups are compared",
            "z = q / √2 of the studentized range", "Tukey 1953; Kramer 1956"),
        correction(
            "dunnett", "Dunnett’s critical value where several groups are compared with one",
            "z of the largest |T| of k comparisons that share a group", "Dunnett 1955"),
        correction(
            "sidak", "Šidák’s critical value where several groups are compared with everybody",
            "z at confidence c^(1/k)", "Šidák 1967"),
        correction(
            "of_all_rates", "the worst of all classes’ rates, after Bonferroni", "p k, z at 1 − α/k",
            "Bonferroni 1936; Dunn 1961"),
        correction(
            "of_two_rates", "the worse of two rates where a criterion joins them", "1 − (1 − p)²", "Šidák 1967"),
        correction(
            "against_rest", "everybody else as the other group where a group is compared with everybody",
            "(p − p_rest) (1 − share)", "derived: everybody is the group and the rest"),
        correction(
            "max_t", "the critical value of the largest statistic of all",
            "z of the largest |z| over all gaps of the draws, or over all slices of the permutations",
            "Westfall, Young 1993"),
    ]

    /// What is done to the p-values of a family.
    static let adjustments = [
        adjustment(
            "holm", "Holm’s step-down adjustment", "max over smaller p of (m − rank + 1) p",
            "bounds the chance of any false finding", "Holm 1979"),
        adjustment(
            "benjamini_hochberg", "Benjamini and Hochberg’s step-up adjustment", "min over larger p of m p / rank",
            "bounds the share of false findings to be expected", "Benjamini, Hochberg 1995"),
        adjustment(
            "benjamini_yekutieli", "Benjamini and Yekutieli’s adjustment", "the same times Σ 1/i",
            "bounds that share however the tests depend", "Benjamini, Yekutieli 2001"),
    ]

    private static func correction(
        _ id: String, _ name: String, _ formula: String, _ source: String
    ) -> StatisticalMethod {
        StatisticalMethod(
            id: id, kind: .correction, name: name, formula: formula, direction: nil, source: source)
    }

    private static func adjustment(
        _ id: String, _ name: String, _ formula: String, _ direction: String, _ source: String
    ) -> StatisticalMethod {
        StatisticalMethod(
            id: id, kind: .adjustment, name: name, formula: formula, direction: direction, source: source)
    }
}
