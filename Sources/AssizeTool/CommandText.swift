/// The command that a report prints so that a reader can run it again.
enum CommandText {
    /// Returns the command without the options that only say where results go.
    ///
    /// - Parameters:
    ///   - keepingOut: Whether the command has no sense without the folder for its results.
    ///   - keepingFormat: Whether the format says what is written, and not only what is printed.
    static func reproducing(_ arguments: [String], keepingOut: Bool = false, keepingFormat: Bool = false) -> String {
        var silent: Set<String> = ["--out", "--format", "--threads", "--sign"]
        if keepingOut { silent.remove("--out") }
        if keepingFormat { silent.remove("--format") }
        let flags: Set<String> = ["--quiet", "-q", "--resume", "--overwrite"]
        var words: [String] = []
        var skipsNext = false
        for argument in arguments.dropFirst() {
            if skipsNext {
                skipsNext = false
            } else if silent.contains(argument) {
                skipsNext = true
            } else if flags.contains(argument)
                || silent.contains(where: { argument.hasPrefix($0 + "=") })
            {
                continue
            } else {
                words.append(quoted(argument))
            }
        }
        return (["assize"] + words).joined(separator: " ")
    }

    /// Returns a word as a POSIX shell reads it back.
    private static func quoted(_ word: String) -> String {
        let plain = word.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_=.,/:@%+".unicodeScalars.contains($0))
        }
        if plain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
