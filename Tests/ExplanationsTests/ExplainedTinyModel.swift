import Explanations
import Foundation
import Models
import TestSupport
import Transformers

/// The tiny BERT of `TinyCheckpoint` with a drawn head.
enum ExplainedTinyModel {
    static func classifier(
        labels: Int = 2, problem: ModelConfiguration.Problem = .singleLabel, seed: UInt64 = 5,
        vocabulary edit: (inout [String]) -> Void = { _ in }
    ) throws -> TextClassifier {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder)
            let file = folder.appending(path: "vocab.txt")
            var tokens = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
            edit(&tokens)
            try Data((tokens.joined(separator: "\n") + "\n").utf8).write(to: file)
            let names = (0..<labels).map { "label \($0)" }
            return try TextClassifier(
                TextCheckpoint(
                    scratch: folder.path, for: .classification(labels: names, problem: problem, seed: seed), seed: seed)
            )
        }
    }

    static func model(
        labels: Int = 2, problem: ModelConfiguration.Problem = .singleLabel, forGradients: Bool = false
    ) throws -> ExplainedModel {
        ExplainedModel(try classifier(labels: labels, problem: problem), forGradients: forGradients)
    }
}
