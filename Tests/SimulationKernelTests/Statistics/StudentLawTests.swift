import SimulationKernel
import Testing

@Suite("Student's t and the normal law")
struct StudentLawTests {
  @Test(
    "quantiles of t agree with values computed to 40 digits",
    arguments: [
      (0.975, 1, 12.7062047361746933),
      (0.995, 1, 63.6567411628715244),
      (0.9, 2, 1.88561808316412702),
      (0.995, 3, 5.84090930973335541),
      (0.975, 10, 2.22813885198627422),
      (0.995, 29, 2.75638590367060512),
      (0.95, 29, 1.69912702653349728),
      (0.995, 31, 2.74404191929426896),
      (0.975, 99, 1.9842169515864171),
      (0.9999, 5, 9.67756630088281416),
      (0.975, 2.5, 3.57465484200368176),
      (0.995, 1000, 2.58075469806595077),
      (0.975, 1_000_000, 1.95996635681410666),
      (0.6, 7, 0.263166861352022752),
    ] as [(Double, Double, Double)])
  func quantiles(probability: Double, degrees: Double, expected: Double) {
    let value = StudentLaw.quantile(probability, degreesOfFreedom: degrees)
    #expect(abs(value / expected - 1) < 1e-11, "\(value)")
    let mirrored = StudentLaw.quantile(1 - probability, degreesOfFreedom: degrees)
    #expect(abs(mirrored + value) < 1e-9 * value)
    let back = StudentLaw.cumulativeProbability(at: expected, degreesOfFreedom: degrees)
    #expect(abs(back - probability) < 1e-11)
  }

  @Test("the median of t is 0, and beyond a million degrees it is the normal law")
  func limits() {
    #expect(StudentLaw.quantile(0.5, degreesOfFreedom: 3) == 0)
    #expect(StudentLaw.quantile(0.975, degreesOfFreedom: 1e9) == NormalLaw.quantile(0.975))
  }

  @Test(
    "quantiles of the normal law agree with values computed to 40 digits",
    arguments: [
      (1e-300, -37.0470962993611992), (1e-20, -9.26234008979840758), (1e-10, -6.3613409024040562),
      (1e-05, -4.26489079392282461), (0.001, -3.09023230616781354), (0.025, -1.95996398454005421),
      (0.07, -1.47579102817917069), (0.075, -1.43953147093845593), (0.3, -0.524400512708040816),
      (0.5, 0), (0.8, 0.841621233572914364), (0.925, 1.43953147093845623),
      (0.975, 1.95996398454005386), (0.999999, 4.75342430881708777),
    ] as [(Double, Double)])
  func normalQuantiles(probability: Double, expected: Double) {
    #expect(abs(NormalLaw.quantile(probability) - expected) <= 4e-16 * max(abs(expected), 1) * 4)
  }

  @Test(
    "probabilities of the normal law agree with values computed to 40 digits",
    arguments: [
      (-10, 7.61985302416052607e-24),
      (-6.5, 4.01600058385911781e-11), (-6, 9.86587645037698141e-10),
      (-5.5, 1.89895624658877194e-8), (-3, 0.00134989803163009453), (-1, 0.158655253931457051),
      (-0.1, 0.460172162722971016), (0, 0.5), (0.3, 0.617911422188952633),
      (1.96, 0.975002104851779564), (2.5758293035489004, 0.994999999999999995),
      (4, 0.99996832875816688), (7, 0.999999999998720187),
    ] as [(Double, Double)])
  func normalProbabilities(value: Double, expected: Double) {
    #expect(abs(NormalLaw.cumulativeProbability(at: value) - expected) < 1e-15)
  }
}
