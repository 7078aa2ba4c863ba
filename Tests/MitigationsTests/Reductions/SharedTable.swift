import Foundation
import Tables
import TestSupport

/// Some columns of Adult's training file, COMPAS or German credit, from beside the checkout.
struct SharedTable {
    private let columns: [String: [String]]
    /// Whether each row has the label that the fixtures call positive.
    let labels: [Bool]

    /// - Parameter every: Takes the first row and every so many rows after it.
    init(_ name: String, _ wanted: [String], every: Int = 1) throws {
        var options = TableOptions()
        options.missingMarkers = []
        let (path, label, positive): (String, String, String)
        switch name {
        case "adult":
            (path, label, positive) = ("adult/adult.data", "income", ">50K")
            options.hasHeader = false
            options.columnNames =
                ([
                    "age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation",
                    "relationship", "race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country",
                    "income",
                ])
        case "compas":
            (path, label, positive) = ("compas/compas-scores-two-years.csv", "two_year_recid", "1")
        default:
            (path, label, positive) = ("german_credit/german.data", "credit", "2")
            options.hasHeader = false
            options.separator = UInt8(ascii: " ")
            options.columnNames = (1...20).map { "a\($0)" } + ["credit"]
        }
        options.format = .csv
        let names = Set(wanted + [label]).sorted()
        let table = try ColumnTable(
            TableReader(paths: [Places.sharedData.appending(path: path).path], options: options),
            names.map { ColumnRequest(name: $0, decoding: .category) })
        var columns: [String: [String]] = [:]
        for (name, column) in zip(names, table.columns) {
            guard case .categories(let codes, let values) = column else { continue }
            columns[name] = stride(from: 0, to: codes.count, by: every).map { values[Int(codes[$0])] }
        }
        self.columns = columns
        labels = (columns[label] ?? []).map { $0 == positive }
    }

    /// A column.
    subscript(name: String) -> [String] { columns[name] ?? [] }

    /// Numbers the values of a column in the order in which they appear.
    func groups(_ name: String) -> [Int] {
        var places: [String: Int] = [:]
        return self[name].map { value in
            let next = places.count
            let place = places[value, default: next]
            if place == next { places[value] = next }
            return place
        }
    }
}
