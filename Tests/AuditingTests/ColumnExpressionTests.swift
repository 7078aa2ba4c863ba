import Testing

@testable import Auditing

struct ColumnExpressionTests {
    @Test(arguments: [
        ("offer", "offer"), ("  two words ", "two words"), ("\"a = b\"", "a = b"), ("origin", "origin"),
        ("marital-status", "marital-status"), ("inside", "inside"),
    ])
    func `a plain column is its name`(text: String, column: String) throws {
        let expression = try ColumnExpression(text)
        #expect(expression.column == column)
        #expect(expression.condition == nil)
    }

    @Test func `equality takes the rest as its value`() throws {
        let expression = try ColumnExpression("score_text != Low")
        #expect(expression.column == "score_text")
        #expect(expression.condition == .among(["Low"], isNegated: true))
        #expect(expression.negatedText == "score_text == Low")
        #expect(try ColumnExpression("state=New York").condition == .among(["New York"], isNegated: false))
        #expect(try ColumnExpression("x == 'a = b'").condition == .among(["a = b"], isNegated: false))
    }

    @Test func `lists hold several values, quoted ones with commas`() throws {
        let expression = try ColumnExpression("income in (>50K, '>50K.', \"a, b\")")
        #expect(expression.column == "income")
        #expect(expression.condition == .among([">50K", ">50K.", "a, b"], isNegated: false))
        #expect(try ColumnExpression("x not in (1,2)").condition == .among(["1", "2"], isNegated: true))
    }

    @Test(arguments: [
        ("age >= 40", 40, true), ("age >= 40", 39.9, false), ("age<2.5", 2, true), ("age > -1", -1, false),
    ])
    func `order compares numbers`(text: String, value: Double, holds: Bool) throws {
        guard case .compared(let comparison, let bound) = try ColumnExpression(text).condition else {
            Issue.record("\(text) is no comparison")
            return
        }
        #expect(comparison.holds(value, bound) == holds)
    }

    @Test(arguments: ["", "== 3", "age >", "age > forty", "x in ()", "x in A", "x =="])
    func `what cannot be read says why`(text: String) {
        #expect(throws: AuditError.self) { try ColumnExpression(text) }
    }

    @Test func `commas split outside quotes and brackets only`() throws {
        let list = try ColumnExpression.list("sex, race in (A, B),\"last, first\",age")
        #expect(list.map(\.column) == ["sex", "race", "last, first", "age"])
    }

    @Test func `numbers written differently are the same value`() {
        #expect(ColumnExpression.matches("1.0", "1"))
        #expect(!ColumnExpression.matches("1.5", "1"))
        #expect(!ColumnExpression.matches("Low", "low"))
    }
}
