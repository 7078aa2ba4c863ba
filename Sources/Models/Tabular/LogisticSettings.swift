/// The choices of a logistic regression.
public struct LogisticSettings: Sendable, Hashable {
    /// λ₂ of the penalty λ₂ / 2 Σ β², scikit-learn's 1 / C; not negative.
    public var ridge = 1.0
    /// λ₁ of the penalty λ₁ Σ |β|; not negative.
    public var lasso = 0.0
    /// Whether the penalties hold for features of variance 1; coefficients are in the features' own units all the same.
    public var isStandardized = true
    /// Whether a constant, which no penalty holds for, is fitted too.
    public var hasIntercept = true
    /// The most steps of Newton's method; ten times as many of L-BFGS.
    public var maximumSteps = 200
    /// The most coefficients that Newton's method is used for; more, if there is no lasso, are found by L-BFGS, which is
    /// slower to the last digit and needs no square of that number.
    public var newtonLimit = 2048

    /// Makes settings.
    public init(ridge: Double = 1, lasso: Double = 0, isStandardized: Bool = true, hasIntercept: Bool = true) {
        precondition(ridge >= 0 && lasso >= 0, "penalties of \(ridge) and \(lasso)")
        self.ridge = ridge
        self.lasso = lasso
        self.isStandardized = isStandardized
        self.hasIntercept = hasIntercept
    }
}
