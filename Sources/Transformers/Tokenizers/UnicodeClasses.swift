@_spi(_Unicode) import Swift

/// What the reference tokenizers hold each character to be: the standard library's properties with the differences.
enum UnicodeClasses {
    /// Whether the character is white space (the property White_Space).
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// Whether BERT's cleaning drops the character: NUL, U+FFFD, controls, formats and private use.
    static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: return false
        case 0, 0xFFFD: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate: return !UnicodeDifferences.notControls.holds(scalar)
        default: return false
        }
    }

    /// Whether BERT splits before and after the character: all of ASCII that is no letter, digit or control, and every
    /// punctuation mark.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return !UnicodeDifferences.notPunctuation.holds(scalar)
        default: return UnicodeDifferences.punctuation.holds(scalar)
        }
    }

    /// Whether stripping accents drops the character: a nonspacing mark.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .nonspacingMark
            ? !UnicodeDifferences.notMarks.holds(scalar) : UnicodeDifferences.marks.holds(scalar)
    }

    /// Whether the character stays when marks go but may change places with a neighbour before that.
    static func isReordered(_ scalar: Unicode.Scalar) -> Bool { UnicodeDifferences.reordered.holds(scalar) }

    /// Whether BERT sets the character apart as Chinese: the blocks of unified and compatibility ideographs.
    static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
            0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    /// Whether byte-level splitting takes the character for a letter (`\p{L}`).
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            !UnicodeDifferences.notLettersOrNumbers.holds(scalar)
        default: false
        }
    }

    /// Whether byte-level splitting takes the character for a number (`\p{N}`).
    static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: !UnicodeDifferences.notLettersOrNumbers.holds(scalar)
        default: false
        }
    }

    /// Whether the character belongs to a word, where added tokens must stand alone (`\w`).
    static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isAlphabetic || properties.isJoinControl { return true }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return false
        }
    }

    /// Returns the canonical decomposition (NFD) of one character.
    static func decomposition(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        UnicodeDifferences.notDecomposed.holds(scalar) ? [scalar] : Array(String(scalar)._nfd)
    }

    /// Returns the lower case of one character, whatever its neighbours.
    static func lowercase(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        scalar.properties.lowercaseMapping.unicodeScalars
    }

    /// Returns the canonical combining class.
    static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
        scalar.properties.canonicalCombiningClass.rawValue
    }
}

extension [ClosedRange<UInt32>] {
    fileprivate func holds(_ scalar: Unicode.Scalar) -> Bool { contains { $0.contains(scalar.value) } }
}
