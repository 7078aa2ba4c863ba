internal import FairnessMetrics
internal import Glibc
internal import NumericalKernels
internal import Reports

/// Whether texts that name a group of people have other labels than the rest.
enum TermCounts {
    /// A term in fewer texts is not compared.
    private static let fewest = 20

    /// Compares, for each level of the label that is contrasted, the texts with a term and those without.
    static func add(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ terms: IdentityTerms,
        _ attributes: [ComparedGroups], workers: Int
    ) {
        guard !table.texts.isEmpty else { return }
        var places: [String: Int] = [:]
        var names: [(term: String, kind: String)] = []
        for kind in terms.kinds {
            for word in kind.words where places[word] == nil {
                places[word] = names.count
                names.append((word, kind.name))
            }
        }
        var contrasts: [Contrast] = []
        var uses: [Contrast] = []
        var notes: [String] = []
        for text in table.texts {
            let values = text.values
            let terms = places
            let found = TextRows.map(values, workers: workers) { Self.terms(in: $0, terms) }
            var rowsOf = [[Int]](repeating: [], count: names.count)
            for (row, terms) in found.enumerated() { for term in terms ?? [] { rowsOf[Int(term)].append(row) } }
            notes.append(
                "\(rowsOf.count { $0.count >= fewest }) of \(names.count) terms occur in at least \(fewest) texts of "
                    + "'\(text.name)'.")
            uses += attributes.flatMap { groups in
                Self.uses(text, rowsOf, groups, names.map(\.term))
            }
            guard let label = table.label else { continue }
            let known = values.indices.filter { values[$0] != nil && label.codes[$0] != 255 }
            for level in label.contrasted {
                let hits = known.count { Int(label.codes[$0]) == level }
                for (term, rows) in rowsOf.enumerated() {
                    let with = rows.filter { label.codes[$0] != 255 }
                    guard with.count >= fewest, with.count < known.count else { continue }
                    let own = with.count { Int(label.codes[$0]) == level }
                    let group = GroupKey([AttributeValue(attribute: names[term].kind, value: names[term].term)])
                    var contrast = Contrast(
                        column: text.name, detail: label.levels[level], group: group,
                        evidence: .shares(
                            .init(hits: own, rows: with.count),
                            .init(hits: hits - own, rows: known.count - with.count)))
                    contrast.extra = pointwise(own, with.count, hits, known.count)
                    contrasts.append(contrast)
                }
            }
        }
        family.add(.terms, contrasts, notes: notes)
        family.add(.termUse, uses)
    }

    /// Compares, for each term, the texts of each group that hold it.
    private static func uses(
        _ text: (name: String, values: [String?]), _ rowsOf: [[Int]], _ groups: ComparedGroups, _ names: [String]
    ) -> [Contrast] {
        var totals = [Int](repeating: 0, count: groups.counts.count)
        for row in text.values.indices where text.values[row] != nil && groups.codes[row] >= 0 {
            totals[Int(groups.codes[row])] += 1
        }
        return zip(rowsOf, names).flatMap { rows, name -> [Contrast] in
            guard rows.count >= fewest else { return [] }
            var hits = [Int](repeating: 0, count: totals.count)
            for row in rows where groups.codes[row] >= 0 { hits[Int(groups.codes[row])] += 1 }
            return groups.contrasts(hits, of: totals, column: text.name, detail: name)
        }
    }

    /// Pointwise mutual information of term and label, log2 P(label | term) / P(label), from Wilson's interval.
    private static func pointwise(_ hits: Int, _ rows: Int, _ allHits: Int, _ all: Int) -> Estimate {
        guard allHits > 0 else { return .undefined("nobody has the label") }
        let (p, base) = (Double(hits) / Double(rows), Double(allHits) / Double(all))
        let interval = WilsonInterval.interval(
            p, n: Double(rows), z: NormalDistribution.twoSidedCritical(tail: 0.05))
        guard hits > 0 else { return .undefined("no text with the term has the label") }
        return .defined(
            Estimate.Value(
                value: log2(p / base), interval: Interval(log2(interval.lower / base), log2(interval.upper / base)),
                method: "wilson", effectiveSize: Double(rows)))
    }

    /// The terms that a text holds as whole words, whatever their case.
    private static func terms(in text: String, _ places: [String: Int]) -> [Int32] {
        var found: Set<Int32> = []
        var word = ""
        func finish() {
            if let place = places[word] { found.insert(Int32(place)) }
            word = ""
        }
        for scalar in text.unicodeScalars {
            if scalar.properties.isAlphabetic {
                word.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            } else if !word.isEmpty {
                finish()
            }
        }
        if !word.isEmpty { finish() }
        return found.sorted()
    }
}
