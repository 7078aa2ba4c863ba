/// Why a table could not be read.
///
/// Every description names the place, the value, and what would be right.
public enum TableError: Error, Sendable, Equatable {
    /// Where in the input a fault lies.
    public struct Place: Sendable, Equatable {
        /// The path as it was given, or `standard input`.
        public var path: String
        /// The line, counted from 1; newlines inside quotes count.
        public var line: Int
        /// The record of a JSON array, counted from 1; nil for other formats, whose lines say enough.
        public var record: Int?
        /// The name of the column, or its number if it has none.
        public var column: String?
    }

    /// What a caller can do about an error; each kind has its own exit code.
    public enum Kind: Sendable {
        /// The request cannot be met whatever the data are (exit code 64).
        case usage
        /// The data are malformed (65).
        case badData
        /// The input is absent or may not be read (66).
        case missingInput
        /// Reading failed (74).
        case inputOutput
    }

    /// The input cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// The system failed while reading.
    case readFailure(path: String, reason: String)
    /// The file is not the one whose header was read.
    case changedWhileReading(path: String)
    /// A stream cannot be read twice.
    case alreadyRead(path: String)
    /// The options contradict each other or make no sense.
    case unusableOption(String)
    /// No column has this name.
    case unknownColumn(name: String, suggestion: String?, columns: [String])
    /// The names given do not fit the first row.
    case wrongNumberOfNames(place: Place, names: Int, fields: Int)
    /// Two files of one table name different columns.
    case headersDiffer(path: String, first: String, difference: String)
    /// The bytes are those of another kind of file.
    case notText(path: String, found: String, remedy: String)
    /// There is a header or nothing at all, but no row.
    case noDataRows(paths: [String])
    /// A NUL byte, which no text has.
    case nulByte(place: Place)
    /// Bytes that are not UTF-8.
    case invalidUTF8(place: Place)
    /// A row has too many or too few fields.
    case raggedRow(place: Place, fields: Int, expected: Int)
    /// A quote inside an unquoted field.
    case strayQuote(place: Place)
    /// Text between a closing quote and the separator.
    case textAfterQuote(place: Place)
    /// A quote that never closes.
    case unclosedQuote(place: Place)
    /// A record longer than a reader may hold in memory.
    case recordTooLong(place: Place, limit: Int)
    /// The lines end in carriage returns alone.
    case carriageReturnLines(place: Place)
    /// A text in a number column.
    case notANumber(place: Place, value: String)
    /// A weight that is missing, negative or not finite.
    case notAWeight(place: Place, value: String)
    /// A column holds more distinct texts than a category may.
    case tooManyValues(place: Place, limit: Int)
    /// JSON that is not as its grammar says.
    case malformedJSON(place: Place, fault: String)
    /// An object or array where a single value is needed.
    case nestedValue(place: Place)
    /// A row whose values do not fit together.
    case unfitRow(place: Place, fault: String)

    /// What a caller can do about the error.
    public var kind: Kind {
        switch self {
        case .cannotOpen: .missingInput
        case .readFailure, .changedWhileReading: .inputOutput
        case .alreadyRead, .unusableOption: .usage
        default: .badData
        }
    }
}
