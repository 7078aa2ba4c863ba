extension StatisticalMethod {
    /// The ways in which an audit of the data themselves makes intervals.
    static let ofData = [
        interval(
            "delong", "DeLong’s interval, the mean over five held-out folds", "A ± z s",
            "DeLong, DeLong, Clarke-Pearson 1988"),
        interval(
            "delong_somers", "DeLong’s interval carried over to Somers’ D", "D = 2A − 1, D ± 2 z s",
            "Somers 1962; DeLong, DeLong, Clarke-Pearson 1988"),
        interval(
            "normal_excess", "a normal interval of a mean excess", "m ± z s / √n, m the mean of seen less expected",
            "Wald 1943"),
        interval(
            "miller_madow", "mutual information less its bias",
            "I − Σ (r − 1)(c − 1) / 2n ± z √((E log² − I²) / n)", "Miller 1955"),
        interval(
            "stability_index", "the population stability index less its bias",
            "Σ (p − q) ln(p / q) − (k − 1)(1/n + 1/m) ± z √Var, Var linearised", "Lewis 1994; bias derived here"),
        interval("known", "a number that is taken as known", "[p, p]", "derived: it was given"),
    ]
}
