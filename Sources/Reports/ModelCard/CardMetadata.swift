internal import FairnessMetrics

/// The metadata at the head of a card.
struct CardMetadata {
    let content: ModelCardContent

    init(_ content: ModelCardContent) { self.content = content }

    /// The metadata between their two lines of hyphens.
    var frontMatter: String {
        var lines = ["---"]
        let languages = content.languages.filter(HubNames.isLanguage)
        if !languages.isEmpty { lines += ["language:"] + languages.map { "- \(YAMLText.quoted($0))" } }
        if let licence = content.licence {
            if HubNames.licences.contains(licence.lowercased()) {
                lines.append("license: \(YAMLText.quoted(licence.lowercased()))")
            } else {
                lines += ["license: \"other\"", "license_name: \(YAMLText.quoted(HubNames.slug(licence)))"]
            }
        }
        lines += [
            "library_name: \"transformers\"", "pipeline_tag: \(YAMLText.quoted(content.task.pipelineTag))", "tags:",
        ]
        lines += [content.task.pipelineTag, "assize", "group-disparities"].map { "- \(YAMLText.quoted($0))" }
        if let base = content.baseModel, HubNames.isModel(base) { lines.append("base_model: \(YAMLText.quoted(base))") }
        return (lines + index + ["---"]).joined(separator: "\n")
    }

    /// The results as the Hub lists them: those of everybody with the gaps, then those of each group.
    private var index: [String] {
        let results = self.results
        guard !results.isEmpty else { return [] }
        return ["model-index:", "- name: \(YAMLText.quoted(content.title))", "  results:"] + results.flatMap(\.lines)
    }

    private var results: [CardResult] {
        let task = (content.task.pipelineTag, content.task.name)
        guard let audit = content.audit else {
            let metrics = content.heldOutFigures.compactMap { figure in
                figure.value.map {
                    CardResult.Metric(id: figure.name, name: CardWording.figure(figure.name), value: $0)
                }
            }
            guard !metrics.isEmpty else { return [] }
            let files = content.data.map(\.path).joined(separator: ", ")
            return [
                CardResult(
                    task: task, dataset: files.isEmpty ? "rows held out" : "Rows held out of \(files)", config: nil,
                    metrics: metrics)
            ]
        }
        let context = ReportContext(audit)
        let gaps = context.singleSets.flatMap { set in
            context.disparities(set).filter { context.isMain($0) }.compactMap { disparity in
                disparity.estimate.value.map {
                    CardResult.Metric(
                        id: disparity.aggregation.isComposite
                            ? disparity.aggregation.rawValue : "\(disparity.metric)_difference",
                        name: CardWording.gap(disparity), value: $0)
                }
            }
        }
        let groups = context.singleSets.flatMap { context.groups($0) }.map { group in
            (group.key.values.map { "\($0.attribute) = \($0.value)" }.joined(separator: ", "), metrics(group, context))
        }
        return ([(nil, metrics(context.overall, context) + gaps)] + groups.map { (Optional($0.0), $0.1) })
            .filter { !$0.1.isEmpty }
            .map { CardResult(task: task, dataset: audit.title, config: $0.0, metrics: $0.1) }
    }

    private func metrics(_ group: GroupAssessment, _ context: ReportContext) -> [CardResult.Metric] {
        // Nobody sees the interval here, so that what rests on a handful of rows is left out.
        let shown = group.metrics.filter { $0.metric != "count" && !context.isSmall(group, in: $0.metric) }
        return shown.compactMap { entry in
            entry.estimate.value.map {
                CardResult.Metric(id: entry.metric, name: MetricWording(entry.metric).name, value: $0)
            }
        }
    }
}

/// One entry of the index: the figures of a data set, or of a group in it.
private struct CardResult {
    struct Metric {
        let id: String
        let name: String
        let value: Double
    }

    let task: (type: String, name: String)
    let dataset: String
    /// The group, for figures of one.
    let config: String?
    let metrics: [Metric]

    var lines: [String] {
        var lines = [
            "  - task:", "      type: \(YAMLText.quoted(task.type))", "      name: \(YAMLText.quoted(task.name))",
            "    dataset:", "      type: \(YAMLText.quoted(HubNames.slug(dataset)))",
            "      name: \(YAMLText.quoted(dataset))",
        ]
        if let config { lines.append("      config: \(YAMLText.quoted(config))") }
        lines.append("    metrics:")
        for metric in metrics where metric.value.isFinite {
            lines += [
                "    - type: \(YAMLText.quoted(HubNames.metric(metric.id)))",
                "      name: \(YAMLText.quoted(metric.name))", "      value: \(YAMLText.number(metric.value))",
            ]
        }
        return lines
    }
}
