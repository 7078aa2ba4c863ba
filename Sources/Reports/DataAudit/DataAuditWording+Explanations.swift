extension DataAuditWording {
    /// How a part is measured and what it does not say.
    var explanation: String? {
        switch kind {
        case .representation:
            """
            Rows whose group is unknown are left out. The test is the exact binomial one; whether the population is the \
            right one is for a person to say.
            """
        case .missing:
            "Fisher’s exact test, or the score test where there are tens of thousands of rows; intervals are Newcombe’s."
        case .missingByLabel:
            """
            If it depends on the label whether a value is missing, dropping or filling such rows shifts the label rate: the \
            value is not missing at random. That it does not show here does not prove the opposite.
            """
        case .duplicates:
            """
            Equal in every column that describes people, in the groups and in the label. Equal rows count as copies only if \
            the columns tell people apart: whether they do is judged by how many more rows are equal once a column is left \
            out.
            """
        case .nearDuplicates: nil
        case .labelConflicts: "Of each set of equal people the first two count, so that the pairs are independent."
        case .annotators: nil
        case .labelNoise:
            """
            Each label is compared with the one that a logistic regression on the other rows expects (five folds; protected \
            columns not used). A label is contradicted where the other one is as likely as it is, on average, for those who \
            have it (confident learning, Northcutt et al. 2021); what such a model expects to see contradicted by chance is \
            subtracted. More of it in one group means wrong labels there, or features that describe its people less well: \
            only looking at the rows can tell.
            """
        case .proxies:
            """
            The AUC of each feature is held out: what a value says of the group is learnt on four fifths of the rows and \
            judged on the last, five times; 0.5 is no better than chance; p-values are of the chi-square test. All together is a logistic regression, judged in \
            the same way. The bits are the conditional mutual information of feature and attribute given the label, \
            corrected for bias, with its own 95 % interval: what the feature tells beyond what the label does. A proxy may be a legitimate \
            feature; leaving it out does not by itself end a disparity.
            """
        case .association:
            """
            Somers’ D, twice the AUC less 1, between −1 and 1; categories are ordered by how often they have the label on \
            other rows. A model that reads the feature in one way for everybody fits such a group less well.
            """
        case .outliers, .terms, .termUse: nil
        case .swapPairs:
            """
            Two texts are counterparts if they are the same words but for those that name a member of the attribute, as in \
            “he is late” and “she is late”; case and punctuation do not count, and any name stands for any other. A text that \
            names two of two members counts for the first. The \
            interval is Agresti and Min’s for pairs, the test is McNemar’s exact one.
            """
        case .coding:
            "Of numbers the three most frequent are left out: that many people share a number is not rounding."
        case .drift:
            """
            The population stability index is Σ (p − q) ln(p/q) over ten bins, corrected for what chance adds; p-values are \
            of the chi-square test of homogeneity.
            """
        }
    }
}
