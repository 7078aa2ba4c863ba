extension StatisticalMethod {
    /// The ways in which intervals are made.
    static let intervals: [StatisticalMethod] =
        ofRates + ofMeans + ofGaps + ofDistributions + ofConditions + ofModels + resampled + ofData

    private static let ofRates = [
        interval("exact", "an exact count", "[n, n]", "derived: a count has no sampling error"),
        interval(
            "wilson", "Wilson’s score interval for a proportion",
            "(p + z²/2n ± z √(p (1 − p) / n + z²/4n²)) / (1 + z²/n)",
            "Wilson 1927; n under weights Kish 1965"),
        interval(
            "clopper_pearson", "Clopper and Pearson’s exact interval for a proportion",
            "quantiles α/2 of Beta(x, n − x + 1) and 1 − α/2 of Beta(x + 1, n − x)",
            "Clopper, Pearson 1934; under weights Korn, Graubard 1998"),
        interval(
            "wilson_of_jaccard", "Wilson’s score interval carried over from the Jaccard index",
            "F1 = 2J / (1 + J) at the ends of Wilson’s interval of J = TP / (TP + FP + FN)", "Wilson 1927; Jaccard 1901"
        ),
        interval(
            "delong_logit", "DeLong’s interval on the logit scale", "expit(logit A ± z s / (A (1 − A)))",
            "DeLong, DeLong, Clarke-Pearson 1988; logit scale Pepe 2003"),
        interval(
            "boyd_logit", "Boyd’s interval on the logit scale",
            "expit(logit P ± z s / (P (1 − P))), s² = P (1 − P) / n₊ or the linearised variance, if that is larger",
            "Boyd, Eng, Page 2013"),
        interval(
            "linearised_logit", "a linearised interval on the logit scale",
            "expit(logit θ ± z s / (θ (1 − θ))), s² = Σ (w I)² with I the influence of a row", "Woodruff 1971"),
        interval(
            "normal_gaps_of_bins", "normal bounds on the gaps of bins",
            "from Σ |γ + ε| − E Σ |ε| − z √Var Σ |ε| to Σ |γ + ε| + z √Σ s², skewness after Cornish and Fisher",
            "derived here, in the documentation of the metric; Cornish, Fisher 1938"),
    ]

    private static let ofMeans = [
        interval(
            "student_t", "Student’s t interval for a mean",
            "m ± t s / √n; inside bounds, and for scores each end as if one more row were there as extreme as any may be",
            "Student 1908; imagined row Gaffke 2005"),
        interval(
            "agresti_min", "Agresti and Min’s interval for the change of a share among the same rows",
            "Σd / m ± z √((Σd² + 1) / m − (Σd / m)²) / √m, m = n + 2, d each row’s change", "Agresti, Min 2005"),
        interval(
            "student_t_log", "Student’s t interval for a mean that is never negative, upward on the logarithmic scale",
            "from m − t s / √n to m exp(t s / (m √n)), or as far as student_t reaches",
            "Student 1908; delta method on the logarithm; imagined row Gaffke 2005"),
        interval(
            "student_t_log_root", "the same carried over to the square root", "√ of the ends of student_t_log",
            "Student 1908, carried over"),
        interval(
            "linearised_t", "Student’s t interval of a linearised statistic",
            "θ ± t √(Σ w² I² / (Σ w)² · n / (n − 1)), each end as if one more row were there",
            "Woodruff 1971; imagined row Gaffke 2005"),
        interval(
            "norm_of_mean_errors", "an interval of √(2 GE) as far as the errors of all means reach together",
            "(√(2 GE) ± √q / μ)² / 2, q the quantile of Σ π (e − ē)² by a scaled χ²",
            "Satterthwaite 1946, on the index of Shorrocks 1980"),
    ]

    private static let ofGaps = [
        interval(
            "newcombe", "Newcombe’s interval for a difference of proportions",
            "d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²), l and u Wilson’s ends",
            "Newcombe 1998 (method 10)"),
        interval(
            "recovered", "variance recovered from the groups’ intervals",
            "as newcombe, from any intervals of the parts",
            "Zou, Donner 2008"),
        interval(
            "recovered_variance", "variance recovered from two intervals",
            "m ± √Σ (distance of each part to its end)² / k", "Zou, Donner 2008"),
        interval(
            "recovered_ratio", "variance recovered from the groups’ intervals, for a ratio",
            "(θ₁θ₂ ∓ √((θ₁θ₂)² − l₁ (2θ₁ − l₁) u₂ (2θ₂ − u₂))) / (u₂ (2θ₂ − u₂)), and the like above",
            "Donner, Zou 2012"),
        interval(
            "recovered_correlated", "variance recovered from the groups’ intervals, which go together",
            "d − √(a² + b² − 2ρab), a and b the distances to the ends", "Zou 2007"),
    ]

    private static let ofDistributions = [
        interval(
            "kolmogorov_band", "bounds on the largest distance of two distribution functions",
            "from D − k / √N to D + z / (2 √N), N = nm / (n + m), k Kolmogorov’s critical value",
            "Kolmogorov 1933; Smirnov 1939"),
        interval(
            "borell_band", "bounds on the area between two distribution functions",
            "from W − E ∫ |ε| − z s to W + z s, s² the variance of the difference of means", "Borell 1975"),
        interval(
            "order_statistics", "order statistics about a quantile",
            "the values at the binomial quantiles α/2 and 1 − α/2 of the rank",
            "Thompson 1936; under weights Woodruff 1952"),
        interval(
            "recovered_order_statistics", "variance recovered from the order statistics about two quantiles",
            "as recovered, from order_statistics", "Zou, Donner 2008; Thompson 1936"),
    ]

    private static let ofConditions = [
        interval(
            "recovered_wilson", "variance recovered from the Wilson intervals of all strata",
            "Σ w_s d_s ± √Σ w_s² (distance to the end of Newcombe’s interval of d_s)²", "Zou, Donner 2008; Wilson 1927"),
        interval(
            "delta_normal", "a normal interval by the delta method", "θ ± z √(∇ᵀ Σ ∇)",
            "Kitagawa 1955; variances by the delta method"),
        interval(
            "robins_breslow_greenland", "Robins, Breslow and Greenland’s interval for a common odds ratio",
            "OR exp(±z √(ΣPR / 2R² + Σ(PS + QR) / 2RS + ΣQS / 2S²))", "Robins, Breslow, Greenland 1986"),
        interval(
            "linearised_normal", "a normal interval of a linearised statistic", "θ ± z √Σ (w u)²",
            "Woodruff 1971; Jann 2008"),
    ]

    private static let ofModels = [
        interval(
            "wald", "Wald’s interval for a coefficient", "β ± z √(I⁻¹), I the information", "Wald 1943"),
        interval(
            "sandwich_wald", "Wald’s interval with the sandwich variance, for weights", "β ± z √(I⁻¹ J I⁻¹)",
            "Huber 1967; Binder 1983"),
        interval(
            "beta_binomial", "the shrunken rate of a beta-binomial model",
            "quantiles of the beta distribution with the mean and variance over r", "Morris 1983; Daniels 1999"),
        interval(
            "beta_binomial_logit", "the shrunken rate of a beta-binomial model with effects of attributes",
            "as beta_binomial, the expectation a logit of main effects", "Williams 1982; Tak, Kelly, Morris 2017"),
    ]

    private static let resampled = [
        interval(
            "bca", "bias-corrected and accelerated quantiles of resampled counts",
            "quantiles Φ(b + (b ± z) / (1 − a (b ± z))) of the draws", "Efron 1987"),
        interval(
            "percentile", "quantiles of resampled counts", "quantiles α/2 and 1 − α/2 of the draws", "Efron 1979"),
        interval(
            "paired_bootstrap",
            "quantiles of the change of a gap and their reflections, and the same width around the change of the corrected gaps; the same rows before and after",
            "from min(q₁, 2v − q₂, c − w, l) to max(q₂, 2v − q₁, c + w, l), q quantiles α/2 and 1 − α/2 of rows drawn with both decisions, w = (q₂ − q₁) / 2, c the change of the gaps less what chance adds to each, l the difference of the gaps’ lower bounds",
            "Davison, Hinkley 1997; Lum, Zhang, Bower 2022"),
    ]
}
