/// The part of YAML that a card's metadata need: scalars that no reader takes for anything else.
enum YAMLText {
    /// Returns a text in double quotes, on one line, with escapes for whatever is no plain character.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                    let digits = String(scalar.value, radix: 16)
                    result +=
                        scalar.value < 0x10000
                        ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                        : "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// Returns a finite number that every reader takes for one: YAML 1.1 wants a point before an exponent.
    static func number(_ value: Double) -> String {
        let text = value.description
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}
