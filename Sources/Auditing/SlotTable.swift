/// Numbers distinct keys 0, 1, 2 … in the order of first appearance: open addressing, made for few keys and many look-ups.
struct SlotTable {
    private var keys: [UInt64]
    /// The slot plus one, or 0 where the place is free.
    private var slots: [Int32]
    private var count = 0
    private var lastKey: UInt64 = 0
    private var lastSlot = -1

    init() {
        keys = Array(repeating: 0, count: 1024)
        slots = Array(repeating: 0, count: 1024)
    }

    mutating func removeAll() {
        for index in slots.indices { slots[index] = 0 }
        count = 0
        lastSlot = -1
    }

    /// Returns the slot of a key; a new key gets the next one.
    mutating func slot(of key: UInt64) -> Int {
        if key == lastKey, lastSlot >= 0 { return lastSlot }
        var index = place(of: key)
        if slots[index] == 0 {
            if 2 * count >= slots.count {
                grow()
                index = place(of: key)
            }
            keys[index] = key
            count += 1
            slots[index] = Int32(count)
        }
        lastKey = key
        lastSlot = Int(slots[index]) - 1
        return lastSlot
    }

    private func place(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while slots[index] != 0, keys[index] != key { index = (index + 1) & mask }
        return index
    }

    private mutating func grow() {
        let old = zip(keys, slots).filter { $0.1 != 0 }
        keys = Array(repeating: 0, count: 2 * keys.count)
        slots = Array(repeating: 0, count: 2 * slots.count)
        for (key, slot) in old {
            let index = place(of: key)
            keys[index] = key
            slots[index] = slot
        }
    }
}
