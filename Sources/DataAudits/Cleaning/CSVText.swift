internal import Files

/// Fields as they are written.
enum CSVText {
    static func field(_ text: String) -> String { CSVField.quoted(text) }
}
