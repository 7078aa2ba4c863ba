/// Returns a value fit for a message: at most about 60 characters, control characters made visible.
package func visible(_ value: String) -> String {
    var shown = ""
    for (index, scalar) in value.unicodeScalars.enumerated() {
        if index == 60 { return shown + "…" }
        switch scalar {
        case "\n": shown += "\\n"
        case "\r": shown += "\\r"
        case "\t": shown += "\\t"
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
    }
    return shown
}
