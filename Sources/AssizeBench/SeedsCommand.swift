import ArgumentParser
import FairnessMetrics
import Files
import Reports

/// Puts several runs of `assize debias` side by side that differ in nothing but the seed.
struct SeedsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seeds",
        abstract: "Averages the trials of several debiasing runs that differ in their seed.",
        discussion: """
            Every figure is the mean over the runs, on each run's own development texts, and in brackets the least and the \
            greatest of them. Beside a gap stands the mean half-width of its 95 % interval in a single run, which is how \
            much of it a single run can tell. Leakage is the area under the ROC curve of a linear probe on what the output \
            layer reads, for all texts and within each label; 0.5 is chance.
            """)

    @Argument(help: "The files debias.json of the runs.", completion: .file())
    var files: [String]

    @Option(help: "The protected attribute, where there are several.")
    var attribute: String?

    func run() throws {
        let records = try files.map { path in
            try DebiasRecord(JSON(parsing: MappedFile.read(path)))
        }
        guard let attribute = attribute ?? records.first?.before.leakage.first?.attribute else {
            throw ValidationError("no run names a protected attribute: name one with --attribute")
        }
        let seeds = Set(records.map(\.seed))
        guard seeds.count == records.count else {
            throw ValidationError("\(files.count) runs of \(seeds.count) seeds: give each seed's run once")
        }
        print("\(records.count) seeds (\(records.map(\.seed).joined(separator: ", "))), groups of \(attribute)\n")
        print("| trial | seeds | accuracy | AUC | TPR gap | FPR gap | gap | DTO | leakage all / 0 / 1 |")
        print("|---|---|---|---|---|---|---|---|---|")
        var names: [String] = []
        for name in records.flatMap({ $0.trials.map(\.name) }) where !names.contains(name) { names.append(name) }
        for name in names { print(row(name, records, attribute)) }
    }

    private func row(_ name: String, _ records: [DebiasRecord], _ attribute: String) -> String {
        let all = records.compactMap { record in record.trials.first { $0.name == name } }
        let trials = all.filter { $0.collapse == nil }
        let collapsed = all.count - trials.count
        let leakages = (-1..<2).map { label in
            spread(
                trials.compactMap { trial in
                    trial.leakage.first { $0.attribute == attribute }?.linear
                        .first { $0.label == (label < 0 ? nil : label) }?.area?.value
                }, digits: 2)
        }
        let cells = [
            name, "\(trials.count)" + (collapsed > 0 ? ", \(collapsed) collapsed" : ""),
            spread(trials.compactMap(\.measures?.accuracy?.value)),
            spread(trials.compactMap(\.measures?.rocAUC?.value)),
            gap(trials.map { $0.gaps["\(attribute).true_positive_rate"] }),
            gap(trials.map { $0.gaps["\(attribute).false_positive_rate"] }),
            gap(trials.map { $0.measures?.gap }), spread(trials.compactMap(\.measures?.distance?.value)),
            leakages.joined(separator: " / "),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private func gap(_ measures: [DebiasRecord.Measure?]) -> String {
        let known = measures.compactMap(\.self)
        let widths = known.compactMap { $0.interval.map { ($0.upper - $0.lower) / 2 } }
        let half = widths.isEmpty ? "" : " ± \(rounded(widths.reduce(0, +) / Double(widths.count), 3))"
        return spread(known.map(\.value)) + half
    }

    private func spread(_ values: [Double], digits: Int = 3) -> String {
        guard let least = values.min(), let greatest = values.max() else { return "–" }
        let mean = rounded(values.reduce(0, +) / Double(values.count), digits)
        return values.count > 1 ? "\(mean) (\(rounded(least, digits))–\(rounded(greatest, digits)))" : mean
    }

    private func rounded(_ value: Double, _ digits: Int) -> String {
        let scale = digits == 2 ? 100.0 : 1_000.0
        return "\((scale * value).rounded() / scale)"
    }
}
