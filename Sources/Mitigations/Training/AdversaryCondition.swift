/// What an adversary knows of the label beside the model's outputs, and so which criterion it enforces.
public enum AdversaryCondition: Sendable, Hashable {
    /// Nothing: outputs are to be independent of the group, demographic parity.
    case none
    /// Only examples of this label are shown, and outputs are to be independent of the group among these: equal opportunity.
    case label(Int32)
    /// A head for each label, shown that label's examples alone (Han, Baldwin, Cohn 2021): equalized odds.
    case headPerLabel
    /// One head that reads the label beside the outputs (Zhang, Lemoine, Mitchell 2018): equalized odds.
    case labelAsInput
}

/// Which of a model's outputs an adversary reads.
public enum AdversaryInput: Sendable, Hashable {
    /// The state that the classifier reads: of a text its first token's, of features the last hidden layer's.
    case states
    /// What the output layer alone reads: of a text the classifier's hidden layer, of features the last hidden layer.
    case head
    /// The state of each text's first token after a block, counted from 0, below the last.
    case block(Int)
    /// The mean of a text's token states.
    case meanState
    /// The logits.
    case logits
}
