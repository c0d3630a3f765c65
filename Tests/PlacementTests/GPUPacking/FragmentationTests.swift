import Foundation
import Testing
import Units

@testable import Placement

/// The typical pods of openb's default list, as weight, CPU, devices and thousandths of each.
private let openb: [(Int64, Int64, Int, Int64)] = [
  (1_047, 3_152, 1, 810), (874, 11_300, 1, 1_000), (599, 11_400, 1, 1_000), (470, 3_152, 1, 1_000),
  (388, 11_908, 1, 470), (366, 12_500, 0, 0), (360, 8_000, 1, 470), (326, 12_000, 1, 1_000),
  (290, 32_000, 0, 0), (255, 18_708, 1, 1_000), (237, 11_908, 1, 650), (232, 4_000, 1, 320),
  (195, 9_810, 1, 1_000), (185, 8_000, 0, 0), (164, 8_000, 1, 1_000), (159, 4_000, 1, 1_000),
  (158, 15_700, 1, 1_000), (153, 11_908, 1, 1_000), (150, 16_000, 1, 1_000), (122, 4_000, 1, 230),
  (120, 15_400, 0, 0), (120, 6_000, 1, 460), (95, 16_500, 0, 0), (93, 14_200, 1, 1_000),
  (84, 24_200, 1, 1_000), (75, 3_152, 1, 590), (72, 8_000, 1, 320), (72, 4_152, 1, 550),
  (55, 11_900, 1, 1_000), (54, 4_000, 1, 160), (45, 4_152, 1, 370), (43, 4_000, 1, 220),
  (41, 8_200, 1, 1_000), (36, 15_200, 1, 1_000), (31, 4_152, 1, 810),
]

@Suite("Fragmentation of idle GPU")
struct FragmentationTests {
  /// A fleet of one node with so much CPU and so many thousandths left on its devices.
  private func fleet(cpu: Int64, devices: [Int64]) -> DeviceFleet {
    var fleet = DeviceFleet([Packing.node(cpu, devices.count)])
    for (index, left) in devices.enumerated() where left < 1_000 {
      let taken = PackingKind(cpu: 0, count: 1, each: 1_000 - left, models: .max)
      fleet.take(taken, memory: 0, on: 0, devices: DeviceSet(device: index))
    }
    return fleet
  }

  @Test(
    "amounts of nodes with the typical pods of openb",
    arguments: [
      (96_000, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000], 8_448_000),
      (16_000, [1_000, 1_000], 2_790_000), (104_000, [1_000, 1_000], 2_112_000),
      (8_000, [1_000], 4_700_000), (12_848, [1_000, 190], 3_297_280),
      (8_000, [530, 350, 1_000, 1_000], 15_495_590), (8_000, [], 0),
    ] as [(Int64, [Int64], Int64)])
  func anchors(cpu: Int64, devices: [Int64], amount: Int64) throws {
    let typical = try Packing.typical(openb)
    #expect(typical.weight == 7_766)
    let fleet = fleet(cpu: cpu, devices: devices)
    #expect(Fragmentation(typical, for: fleet).amount(of: 0, in: fleet) == amount)
    var classes = FragmentClasses()
    classes.add(0, of: fleet, for: typical)
    #expect(classes.fragment == amount)
    #expect(classes.fragment + classes.satisfied == 7_766 * devices.reduce(0, +))
  }

  @Test("a share on one device or the other")
  func workedExample() throws {
    let typical = try Packing.typical([(3, 4_000, 1, 500), (2, 8_000, 1, 1_000), (1, 6_000, 0, 0)])
    let fleet = fleet(cpu: 12_000, devices: [1_000, 600, 200])
    let fragmentation = Fragmentation(typical, for: fleet)
    #expect(fragmentation.amount(of: 0, in: fleet) == 4_000)
    let score = FragmentationGradientScore(fragmentation)
    let share = fleet.kind(of: try Packing.pod(4_000, 1, 500))
    #expect(score.score(of: 0, for: share, in: fleet, before: 4_000) == 54)
    #expect(score.device(for: share, on: 0, in: fleet, before: 4_000) == DeviceSet(device: 1))
    // Device 0 leaves 4,500, device 1 leaves 2,800.
    #expect(score.thresholds.score(of: 4_000 - 4_500) == 47)
    #expect(score.thresholds.score(of: 4_000 - 2_800) == 54)
  }

  @Test("scores of pods on nodes of openb")
  func scores() throws {
    let scheduler = PackingScheduler(
      nodes: [Packing.node(96_000, 8), Packing.node(16_000, 2), Packing.node(104_000, 2)],
      policy: .fragmentationGradient,
      typical: try Packing.typical(openb))
    let share = try Packing.pod(3_152, 1, 810)
    #expect(scheduler.score(of: 0, for: share) == 48)
    #expect(scheduler.score(of: 1, for: share) == 48)
    #expect(scheduler.score(of: 2, for: try Packing.pod(11_300, 1)) == 53)
    #expect(scheduler.score(of: 1, for: try Packing.pod(12_500)) == 22)
    #expect(scheduler.score(of: 0, for: try Packing.pod(12_500)) == 50)
    #expect(scheduler.score(of: 1, for: try Packing.pod(16_001)) == nil)
  }

  @Test("which device of a partly used node gives the score")
  func secondShare() throws {
    let fleet = fleet(cpu: 12_848, devices: [1_000, 190])
    let fragmentation = Fragmentation(try Packing.typical(openb), for: fleet)
    let before = fragmentation.amount(of: 0, in: fleet)
    let score = FragmentationGradientScore(fragmentation)
    let kind = fleet.kind(of: try Packing.pod(4_000, 1, 160))
    // 41 on the free device.
    #expect(score.score(of: 0, for: kind, in: fleet, before: before) == 44)
    #expect(score.device(for: kind, on: 0, in: fleet, before: before) == DeviceSet(device: 1))
  }

  @Test("the typical pods are the most frequent, until 95 percent")
  func typicalPods() throws {
    let pods =
      try (0..<60).map { _ in try Packing.pod(1_000, 1, 500) }
      + (0..<34).map { _ in try Packing.pod(2_000) }
      + [
        try Packing.pod(3_000, 2), try Packing.pod(4_000), try Packing.pod(4_000, 1),
        try Packing.pod(4_000, 4),
      ]
      + [try Packing.pod(1_000, 1, models: ["B"]), try Packing.pod(1_000, 1, models: ["A"])]
    let found = TypicalPods(of: pods)
    #expect(found.groups.map(\.weight) == [60, 34, 1])
    // Of the six that occur once: most CPU, then most of a device, then most devices.
    #expect(found.groups[2].pod == (try Packing.pod(4_000, 4)))
    let all = TypicalPods(of: pods, percent: 100)
    #expect(all.groups.suffix(2).map(\.pod.models) == [["A"], ["B"]])
    #expect(all.weight == 100)
  }

  @Test("thresholds of the score for openb's weight, all 99")
  func thresholds() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors/fgd-oracle/fgd-score-thresholds.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    let expected = lines.compactMap { $0.split(separator: ",").last.flatMap { Int64($0) } }
    #expect(FragmentScoreThresholds(weight: 7_766).differences == expected)
  }

  @Test(
    "thresholds are where the sigmoid reaches each score",
    arguments: [1, 6, 7_766, 1 << 30] as [Int64])
  func thresholdsAgainstSigmoid(weight: Int64) {
    let thresholds = FragmentScoreThresholds(weight: weight)
    for (index, difference) in thresholds.differences.enumerated() {
      let score = index + 1
      let exact = 1_000 * Double(weight) * log(Double(score) / Double(100 - score))
      // The double is good to a part in 10¹⁵ of a number below 10¹⁴.
      #expect(Double(difference) - exact > -0.1 && Double(difference) - exact < 1.1, "\(score)")
      #expect(thresholds.score(of: difference) >= score)
      #expect(thresholds.score(of: difference - 1) < score)
    }
    #expect(thresholds.differences[49] == 0)
    #expect(thresholds.score(of: .min) == 0 && thresholds.score(of: .max) == 99)
  }
}
