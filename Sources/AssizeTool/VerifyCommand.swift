import ArgumentParser
import Auditing
import Files
import Reports

/// `assize verify`: says what became of a folder of results since it was written or signed.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that a folder of results is as it was written, and by whom it is signed.",
        discussion: """
            FOLDER is what audit, report, adjust, rebalance, debias, explain, clean or slices wrote. Every file is compared \
            with manifest.json: as recorded, changed, missing or added. Pages are made again from their numbers and compared \
            byte for byte. Files that the run read are checked where --data names them. Exit code 0 if all is as recorded, \
            65 if anything is not, or if --key is given and has not signed; 66 if there is no manifest.

            Examples:
              assize verify report
              assize verify report --key me.public.pem --data people.csv
            """)

    @Argument(help: "The folder of results, or its manifest.json.")
    var folder: String

    @Option(help: "The public key (Ed25519, PEM) of the one who has to have signed.")
    var key: String?

    @Option(parsing: .upToNextOption, help: "Files and folders that the run read, to be checked too.")
    var data: [String] = []

    @Flag(name: .shortAndLong, help: "Prints nothing but errors; the exit code tells.")
    var quiet = false

    func run() throws {
        let place = ManifestPlace.folder(folder)
        let check = try ManifestPlace.check(place, key: key.map(KeyFile.verifying), data: data)
        let text = check.text(of: place)
        guard check.isSound else {
            Terminal.writeError(text)
            throw ExitCode(ExitStatus.badData.rawValue)
        }
        if !quiet { Terminal.write(text) }
    }
}
