import ArgumentParser
import Auditing
import Explanations
import Files
import Glibc
import Mitigations
import Models
import Reports
import Tables
import Transformers

/// The exit codes that pipelines rely on.
enum ExitStatus: Int32 {
    case gateCrossed = 1
    case usage = 64
    case badData = 65
    case missingInput = 66
    case internalError = 70
    case inputOutput = 74

    /// Prints an error to standard error and ends the program with its code.
    static func exit(for error: any Error) -> Never {
        switch error {
        case let error as AuditError:
            fail(error.description, status(error.kind))
        case let error as TableError:
            fail(error.description, status(error.kind))
        case let error as UnreadableResults:
            fail(error.description, .badData)
        case let error as ReportsError:
            fail(error.description, status(error))
        case let error as FilesError:
            fail(error.description, status(error))
        case let error as CheckpointError:
            fail(error.description, status(error.kind))
        case let error as ModelError:
            fail(error.description, status(error))
        case let error as ModelsError:
            fail(error.description, status(error))
        case let error as MitigationsError:
            fail(error.description, status(error))
        case let error as ExplanationsError:
            fail(error.description, status(error))
        case let error as PredictorError:
            fail(error.description, status(error))
        default:
            AssizeTool.exit(withError: error)
        }
    }

    private static func status(_ kind: AuditError.Kind) -> ExitStatus {
        switch kind {
        case .usage: .usage
        case .data: .badData
        case .missingInput: .missingInput
        }
    }

    private static func status(_ kind: TableError.Kind) -> ExitStatus {
        switch kind {
        case .usage: .usage
        case .badData: .badData
        case .missingInput: .missingInput
        case .inputOutput: .inputOutput
        }
    }

    private static func status(_ error: ReportsError) -> ExitStatus {
        switch error {
        case .unexpectedResults, .notAReport, .badKey, .notSigned: .badData
        case .brokenPage: .internalError
        }
    }

    private static func status(_ kind: CheckpointError.Kind) -> ExitStatus {
        switch kind {
        case .usage: .usage
        case .badData: .badData
        case .missingInput: .missingInput
        }
    }

    private static func status(_ error: ModelError) -> ExitStatus {
        switch error {
        case .diverged: .usage
        default: .badData
        }
    }

    private static func status(_ error: ModelsError) -> ExitStatus {
        switch error {
        case .usage: .usage
        case .data: .badData
        case .missing: .missingInput
        }
    }

    private static func status(_ error: MitigationsError) -> ExitStatus {
        switch error {
        case .usage: .usage
        case .data, .tooFewRows, .notFinite: .badData
        }
    }

    private static func status(_ error: ExplanationsError) -> ExitStatus {
        switch error {
        case .setting, .tooManyPlayers, .tooFewEvaluations, .otherRequest, .noMaskToken, .noPaddingToken, .label,
            .output:
            .usage
        case .notFinite, .noPlayers, .mismatch, .tooFewRows, .row, .noTokens, .noNumber, .textNotFinite, .incomplete,
            .lexicon,
            .earlier:
            .badData
        }
    }

    private static func status(_ error: PredictorError) -> ExitStatus {
        switch error {
        case .address: .usage
        default: .badData
        }
    }

    private static func status(_ error: FilesError) -> ExitStatus {
        switch error {
        case .malformedJSON: .badData
        case .unreadable: .missingInput
        case .unwritable: .inputOutput
        }
    }

    private static func fail(_ message: String, _ status: ExitStatus) -> Never {
        Terminal.writeError("assize: \(message)\n")
        Glibc.exit(status.rawValue)
    }
}
