/// Numbers distinct keys 0, 1, 2 … in the order of first appearance: open addressing, made for few keys and many look-ups.
struct SlotTable {
    private struct Place {
        var key: UInt64
        /// The slot, or −1 where the place is free.
        var slot: Int
    }

    private var places = [Place](repeating: Place(key: 0, slot: -1), count: 1024)
    /// How far a hash is shifted to give a place.
    private var shift: UInt64 = 54
    private var count = 0

    mutating func removeAll() {
        for index in places.indices { places[index].slot = -1 }
        count = 0
    }

    /// Returns the slot of a key; a new key gets the next one.
    @inline(__always)
    mutating func slot(of key: UInt64) -> Int {
        let place = places[start(key)]
        if place.key == key, place.slot >= 0 { return place.slot }
        return slotAfterCollision(key)
    }

    /// Returns the slot of a key that is at the first place it is looked for, else nil.
    @inline(__always)
    func likelySlot(of key: UInt64) -> Int? {
        let place = places[start(key)]
        return place.key == key && place.slot >= 0 ? place.slot : nil
    }

    @inline(__always)
    private func start(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    private mutating func slotAfterCollision(_ key: UInt64) -> Int {
        if 2 * count >= places.count { grow() }
        let index = place(of: key)
        if places[index].slot < 0 {
            places[index] = Place(key: key, slot: count)
            count += 1
        }
        return places[index].slot
    }

    private func place(of key: UInt64) -> Int {
        var index = start(key)
        while places[index].slot >= 0, places[index].key != key { index = (index + 1) & (places.count - 1) }
        return index
    }

    private mutating func grow() {
        let old = places.filter { $0.slot >= 0 }
        places = Array(repeating: Place(key: 0, slot: -1), count: 2 * places.count)
        shift -= 1
        for place in old { places[self.place(of: place.key)] = place }
    }
}
