public import FairnessMetrics
public import Files

/// What methods that change rows or their weights made of a table: `rebalance.json`.
public struct RebalanceRecord: Sendable {
    /// The name of the record's form.
    public static let schema = "assize.rebalance/1"

    /// The rows of one group and label, before and after.
    public struct Cell: Sendable, Equatable {
        /// The group and the label.
        public let group: String, label: String
        /// The rows and their weight.
        public let rowsBefore: Int, rowsAfter: Int, weightBefore: Double, weightAfter: Double
        /// The rows copied, invented, changed in some column, and left out.
        public let copied: Int, synthetic: Int, changed: Int, removed: Int

        /// Makes a cell.
        public init(
            group: String, label: String, rowsBefore: Int, rowsAfter: Int, weightBefore: Double, weightAfter: Double,
            copied: Int, synthetic: Int, changed: Int, removed: Int
        ) {
            (self.group, self.label) = (group, label)
            (self.rowsBefore, self.rowsAfter) = (rowsBefore, rowsAfter)
            (self.weightBefore, self.weightAfter) = (weightBefore, weightAfter)
            (self.copied, self.synthetic, self.changed, self.removed) = (copied, synthetic, changed, removed)
        }
    }

    /// How far the label depends on an attribute: the largest difference of the groups' shares of positive labels.
    public struct Dependence: Sendable {
        /// The attribute, or several crossed.
        public let attributes: [String]
        /// The difference in the table as it was and as it became.
        public let before: Estimate, after: Estimate

        /// Makes it of both.
        public init(attributes: [String], before: Estimate, after: Estimate) {
            (self.attributes, self.before, self.after) = (attributes, before, after)
        }
    }

    /// What one method made.
    public struct Method: Sendable {
        /// The method as it is written, and what it does.
        public let id: String, explanation: String
        /// The file of its rows, in the folder of this record.
        public let file: String
        /// The rows before and after, and the cells.
        public let rowsBefore: Int, rowsAfter: Int, cells: [Cell]
        /// How far the label depends on each attribute; empty unless the label has two values.
        public let dependence: [Dependence]
        /// Rows whose label or group is missing, which stayed as they were.
        public let unknown: Int
        /// What the reader should know.
        public let notes: [String]

        /// Makes it of its parts.
        public init(
            id: String, explanation: String, file: String, rowsBefore: Int, rowsAfter: Int, cells: [Cell],
            dependence: [Dependence], unknown: Int, notes: [String]
        ) {
            (self.id, self.explanation, self.file) = (id, explanation, file)
            (self.rowsBefore, self.rowsAfter, self.cells) = (rowsBefore, rowsAfter, cells)
            (self.dependence, self.unknown, self.notes) = (dependence, unknown, notes)
        }

        /// The rows that nobody stands behind as they are written: copied, invented or changed.
        public var inventedCount: Int { cells.reduce(0) { $0 + $1.copied + $1.synthetic + $1.changed } }
    }

    /// What was rebalanced, in words, its files, and the command that does it again.
    public let title: String, data: [String], command: String
    /// The version of the tool, and the seed of every draw.
    public let toolVersion: String, seed: UInt64
    /// The label, what is positive of it, and the protected attributes.
    public let label: String, positive: String, attributes: [String]
    /// The columns that were learned from.
    public let features: [String]
    /// Whether the data were generated.
    public let isSynthetic: Bool
    /// What each method made, in the order asked for.
    public let methods: [Method]
    /// What the reader should know.
    public let notes: [String]

    /// Makes a record.
    public init(
        title: String, data: [String], command: String, toolVersion: String, seed: UInt64, label: String,
        positive: String, attributes: [String], features: [String], isSynthetic: Bool, methods: [Method],
        notes: [String]
    ) {
        (self.title, self.data, self.command) = (title, data, command)
        (self.toolVersion, self.seed) = (toolVersion, seed)
        (self.label, self.positive, self.attributes, self.features) = (label, positive, attributes, features)
        (self.isSynthetic, self.methods, self.notes) = (isSynthetic, methods, notes)
    }

    /// The record as one object.
    public var json: JSON {
        .object([
            .init("schema", .string(Self.schema)), .init("tool", .object([.init("version", .string(toolVersion))])),
            .init("title", .string(title)), .init("data", .strings(data)), .init("command", .string(command)),
            .init("seed", .string("\(seed)")), .init("label", .string(label)), .init("positive", .string(positive)),
            .init("attributes", .strings(attributes)), .init("features", .strings(features)),
            .init("synthetic", .bool(isSynthetic)), .init("methods", .array(methods.map(\.json))),
            .init("notes", .strings(notes)),
        ])
    }
}

extension RebalanceRecord.Method {
    fileprivate var json: JSON {
        .object([
            .init("method", .string(id)), .init("explanation", .string(explanation)), .init("file", .string(file)),
            .init("rows_before", .integer(rowsBefore)), .init("rows_after", .integer(rowsAfter)),
            .init("rows_without_label_or_group", .integer(unknown)), .init("notes", .strings(notes)),
            .init(
                "dependence",
                .array(
                    dependence.map { entry in
                        .object([
                            .init("attributes", .strings(entry.attributes)), .init("metric", .string("base_rate")),
                            .init("aggregation", .string("difference")),
                            .init("before", .object(entry.before.members)),
                            .init("after", .object(entry.after.members)),
                        ])
                    })),
            .init(
                "cells",
                .array(
                    cells.map { cell in
                        .object([
                            .init("group", .string(cell.group)), .init("label", .string(cell.label)),
                            .init("rows_before", .integer(cell.rowsBefore)),
                            .init("rows_after", .integer(cell.rowsAfter)),
                            .init("weight_before", .number(cell.weightBefore)),
                            .init("weight_after", .number(cell.weightAfter)), .init("copied", .integer(cell.copied)),
                            .init("synthetic", .integer(cell.synthetic)), .init("changed", .integer(cell.changed)),
                            .init("removed", .integer(cell.removed)),
                        ])
                    })),
        ])
    }
}
