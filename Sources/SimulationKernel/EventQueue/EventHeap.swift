/// A 4-ary minimum heap of event keys whose removed root waits for a successor.
///
/// Most events of a simulation push another one soon after they are popped. So `removeFirst` leaves the
/// root vacant, and the next `insert` sinks its key from there: one walk instead of two. Only a second
/// removal in a row has to move the last key up.
///
/// The four children of a node lie in one cache line, and the places beyond the last key hold
/// `EventKey.none`, so that the least of four is found without a branch.
@usableFromInline
struct EventHeap: ~Copyable {
  /// Place `i` of the heap is element `i + 3`: the children 4i + 1 … 4i + 4 then begin a cache line.
  @usableFromInline var keys = UncheckedBuffer<EventKey.Word>(
    capacity: 64, filler: EventKey.none)
  /// How many places are in use, a vacant root included.
  @usableFromInline var used = 0
  /// 1 while the root waits for a successor, else 0.
  @usableFromInline var vacancies = 0

  @inlinable
  init() {}

  /// How many keys there are.
  @inlinable var count: Int { used - vacancies }

  /// The least key, or `EventKey.none`.
  @inlinable
  var first: EventKey.Word {
    mutating get {
      if vacancies != 0 { fillVacancy() }
      return keys[3]
    }
  }

  /// Removes the least key, which must exist.
  @inlinable
  mutating func removeFirst() {
    if vacancies != 0 { fillVacancy() }
    assert(used > 0, "an empty heap has no first key")
    vacancies = 1
  }

  @inlinable
  mutating func insert(_ key: EventKey.Word) {
    if vacancies != 0 {
      vacancies = 0
      sink(key, from: 0)
      return
    }
    if used + 7 >= keys.capacity { keys.grow(to: keys.capacity * 2, filler: EventKey.none) }
    let view = keys.view
    var hole = used
    used += 1
    while hole > 0 {
      let parent = (hole - 1) >> 2
      let above = view[parent + 3]
      if above < key { break }
      view[hole + 3] = above
      hole = parent
    }
    view[hole + 3] = key
  }

  /// Adds a key without keeping the order; `restore` must follow.
  @inlinable
  mutating func append(_ key: EventKey.Word) {
    if used + 7 >= keys.capacity { keys.grow(to: keys.capacity * 2, filler: EventKey.none) }
    keys[used + 3] = key
    used += 1
  }

  /// Makes a heap of whatever order the keys are in (R. W. Floyd, 1964), in linear time.
  @inlinable
  mutating func restore() {
    guard used > 1 else { return }
    var place = (used - 2) >> 2
    while place >= 0 {
      sink(keys[place + 3], from: place)
      place -= 1
    }
  }

  /// The key at a place, in no order that matters, of `0 ..< count` after `fillVacancy`.
  @inlinable
  func key(at place: Int) -> EventKey.Word { keys[place + 3] }

  @inlinable
  mutating func removeAll() {
    for place in 0..<used { keys[place + 3] = EventKey.none }
    used = 0
    vacancies = 0
  }

  /// Moves the last key to the vacant root.
  @inlinable
  mutating func fillVacancy() {
    guard vacancies != 0 else { return }
    vacancies = 0
    used -= 1
    let last = keys[used + 3]
    keys[used + 3] = EventKey.none
    if used > 0 { sink(last, from: 0) }
  }

  /// Puts `key` below the vacant `place`, where it belongs.
  @inlinable @inline(__always)
  func sink(_ key: EventKey.Word, from place: Int) {
    let view = keys.view
    let end = used
    var hole = place
    var child = 4 * hole + 1
    while child < end {
      let a = view[child + 3]
      let b = view[child + 4]
      let c = view[child + 5]
      let d = view[child + 6]
      let firstPair = b < a ? b : a
      let firstPlace = b < a ? child + 1 : child
      let secondPair = d < c ? d : c
      let secondPlace = d < c ? child + 3 : child + 2
      let least = secondPair < firstPair ? secondPair : firstPair
      let leastPlace = secondPair < firstPair ? secondPlace : firstPlace
      if key < least { break }
      view[hole + 3] = least
      hole = leastPlace
      child = 4 * hole + 1
    }
    view[hole + 3] = key
  }
}
