import Explanations
import Testing

struct CoalitionTests {
    @Test(arguments: [0, 1, 63, 64, 65, 130])
    func `a coalition and its complement share nobody and miss nobody`(_ count: Int) {
        let third = Coalition(playerCount: count, stride(from: 0, to: count, by: 3))
        #expect(third.players + third.complement.players.filter { $0 % 3 == 0 } == third.players)
        #expect((third.players + third.complement.players).sorted() == Array(0..<count))
        #expect(third.count + third.complement.count == count)
        #expect(third.complement.complement == third)
        #expect(Coalition.everyone(playerCount: count).players == Array(0..<count))
    }

    @Test func `a player who leaves is no longer there`() {
        var coalition = Coalition(playerCount: 70, [1, 69])
        coalition[69] = false
        #expect(coalition == Coalition(playerCount: 70, [1]))
    }
}
