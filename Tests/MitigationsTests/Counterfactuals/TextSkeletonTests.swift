import Mitigations
import Testing

/// Texts of one skeleton differ only in whom they name.
struct TextSkeletonTests {
    private let swapper = TextSwapper(.english, seed: 0)

    @Test(arguments: [
        ("He met his wife, an actor.", "she met her husband, an actress"),
        ("James saw him", "Latoya saw her!"), ("a hero", "A heroine"), ("the policeman's dog", "the policewoman's dog"),
        ("some white people", "some Hispanic people"), ("the church", "the mosque"),
    ])
    func `a text and its counterpart have the same skeleton and other members`(first: String, second: String) throws {
        let (one, other) = (swapper.skeletons(first), swapper.skeletons(second))
        #expect(one.count == 1 && one.map(\.text) == other.map(\.text))
        #expect(one.map(\.attribute) == other.map(\.attribute) && one.map(\.member) != other.map(\.member))
    }

    @Test(arguments: [
        ("he is late", "she is early"), ("he met her", "he met him"), ("he met her", "she met her"),
        ("his car", "hers car"), ("nobody", "nobody"),
        ("white walls", "black walls"), ("see @him", "see @her"),
    ])
    func `other texts have not`(first: String, second: String) {
        let one = Set(swapper.skeletons(first).map(\.text))
        #expect(one.isDisjoint(with: swapper.skeletons(second).map(\.text)))
    }

    @Test func `a swapped text keeps its skeleton`() throws {
        for text in ["He said an old man hit himself.", "The Muslims of a mosque", "Her uncle and her niece's father"] {
            guard let swapped = swapper.swapped(text) else { continue }
            let (before, after) = (swapper.skeletons(text), swapper.skeletons(swapped.text))
            #expect(before.map(\.text) == after.map(\.text), "\(swapped.text)")
        }
    }

    @Test func `each attribute has a skeleton of its own`() {
        let found = swapper.skeletons("The Muslim told his father")
        #expect(found.map(\.attribute) == ["gender", "religion"] && found.map(\.member) == ["masculine", "Muslim"])
        #expect(swapper.skeletons("Muslims and Christians").isEmpty)
        #expect(found[0].text.contains("muslim") && found[1].text.contains("father"))
    }
}
