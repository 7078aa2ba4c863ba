extension Node {
    /// The text alone, for a terminal or a file that is no page; control characters, which could steer a terminal, are
    /// shown as dots.
    var plain: String {
        switch self {
        case .text(let text): text.withoutControls
        case .element(.svg, _, _), .element(.script, _, _), .verbatim: ""
        case .element(_, _, let content), .fragment(let content): content.map(\.plain).joined()
        }
    }
}

extension String {
    /// The text with a dot in the place of each scalar that is no visible character.
    var withoutControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: "·"
                    default: scalar
                    }
                }))
    }
}
