/// How the numbers of a stored tensor are written, by the names of the safetensors format.
public enum TensorType: String, Sendable, CaseIterable {
    /// Truth values, one byte each.
    case bool = "BOOL"
    /// Whole numbers from 0 in 8 bits.
    case unsigned8 = "U8"
    /// Whole numbers in 8 bits.
    case integer8 = "I8"
    /// Floats of 8 bits with 5 for the exponent.
    case float8Wide = "F8_E5M2"
    /// Floats of 8 bits with 4 for the exponent.
    case float8Fine = "F8_E4M3"
    /// Whole numbers in 16 bits.
    case integer16 = "I16"
    /// Whole numbers from 0 in 16 bits.
    case unsigned16 = "U16"
    /// IEEE 754 half precision.
    case float16 = "F16"
    /// The upper half of an IEEE 754 single.
    case bfloat16 = "BF16"
    /// Whole numbers in 32 bits.
    case integer32 = "I32"
    /// Whole numbers from 0 in 32 bits.
    case unsigned32 = "U32"
    /// IEEE 754 single precision.
    case float32 = "F32"
    /// IEEE 754 double precision.
    case float64 = "F64"
    /// Whole numbers in 64 bits.
    case integer64 = "I64"
    /// Whole numbers from 0 in 64 bits.
    case unsigned64 = "U64"

    /// Bytes of one number.
    public var width: Int {
        switch self {
        case .bool, .unsigned8, .integer8, .float8Wide, .float8Fine: 1
        case .integer16, .unsigned16, .float16, .bfloat16: 2
        case .integer32, .unsigned32, .float32: 4
        case .float64, .integer64, .unsigned64: 8
        }
    }

    /// The place among all types, by which a file is ordered.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
