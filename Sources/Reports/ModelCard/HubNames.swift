/// The names by which the Hugging Face Hub knows models, licences, metrics and tasks.
enum HubNames {
    /// Whether a text can be the id of a model, `name` or `owner/name`, as the Hub allows it.
    static func isModel(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), text.utf8.count <= 96, !text.contains("--"), !text.contains(".."),
            !text.hasSuffix(".git")
        else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && !"-.".contains(part.first ?? "-") && !"-.".contains(part.last ?? "-")
                && part.unicodeScalars.allSatisfy {
                    $0.isASCII
                        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
                }
        }
    }

    /// Whether a text is the code of a language in two or three letters, with a region or a script after it if need be.
    static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return (1...3).contains(parts.count) && (2...3).contains(parts[0].utf8.count)
            && parts.allSatisfy { part in
                (2...8).contains(part.utf8.count)
                    && part.unicodeScalars.allSatisfy {
                        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    }
            }
    }

    /// The licences that metadata may name; any other is `other`, with its name beside.
    static let licences: Set<String> = [
        "apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "cc0-1.0", "cc-by-2.0", "cc-by-3.0", "cc-by-4.0",
        "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-4.0", "gpl",
        "gpl-2.0",
        "gpl-3.0", "agpl-3.0", "lgpl", "lgpl-2.1", "lgpl-3.0", "mpl-2.0", "isc", "unlicense", "wtfpl", "openrail",
        "bigscience-openrail-m", "afl-3.0", "artistic-2.0", "epl-2.0", "eupl-1.1", "pddl", "odc-by", "odbl", "zlib",
    ]

    /// The type of a metric: the Hub's own where it has one.
    static func metric(_ id: String) -> String {
        [
            "true_positive_rate": "recall", "positive_predictive_value": "precision", "mean_squared_error": "mse",
            "mean_absolute_error": "mae", "root_mean_squared_error": "rmse", "r_squared": "r_squared",
        ][id] ?? id
    }

    /// A text as a name of small letters, digits and hyphens.
    static func slug(_ text: String) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else if !result.isEmpty, !result.hasSuffix("-") {
                result += "-"
            }
            if result.utf8.count >= 60 { break }
        }
        while result.hasSuffix("-") { result.removeLast() }
        return result.isEmpty ? "data" : result
    }
}

extension ModelCardContent.Task {
    /// The Hub's task.
    var pipelineTag: String { self == .maskedLanguage ? "fill-mask" : "text-classification" }
    /// Its name.
    var name: String { self == .maskedLanguage ? "Fill-Mask" : "Text Classification" }
}
