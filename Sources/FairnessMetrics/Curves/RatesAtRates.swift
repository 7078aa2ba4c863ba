internal import Glibc

/// Reads the true positive rate at given false positive rates off an ROC curve that comes point by point.
///
/// The threshold that gives a false positive rate f is itself estimated, so that an interval of the true positive rate
/// at the threshold found is too narrow. With √(1 − α) confidence the true threshold lies between those whose empirical
/// false positive rates are f ± z √(f (1 − f) / n₋), by the score test. Negatives and positives are independent, so
/// that given these two thresholds Wilson's limits of the true positive rates there, lower at the one and upper at the
/// other, hold with √(1 − α) as well, and both together with at least 1 − α.
struct RatesAtRates {
    private let positives: Double
    private let z: Double
    private var readings: [Reading]
    private var last = (across: 1.0, up: 1.0)

    private struct Reading {
        let rate: Double
        let reach: Double
        var value: Double?
        /// True positive rates at the two thresholds; not found means beyond the end of the curve.
        var low = 0.0
        var high = 1.0
        var isPastLow = false
    }

    init(_ ranked: RankedScores, confidence: Double) {
        positives = ranked.positive.effectiveSize
        z = CriticalValue.single(confidence: confidence.squareRoot())
        let (critical, size) = (z, ranked.negative.effectiveSize)
        readings = GroupCurves.falsePositiveRates.map {
            Reading(rate: $0, reach: critical * ($0 * (1 - $0) / size).squareRoot())
        }
    }

    /// Takes the next point of the curve, which comes down from (1, 1) to (0, 0).
    mutating func add(_ across: Double, _ up: Double) {
        for index in readings.indices {
            let reading = readings[index]
            // The point nearest above f + reach, not below it: there may be ties between the two.
            if across > reading.rate + reading.reach { readings[index].high = up }
            // The first point below f − reach.
            if !reading.isPastLow, across < reading.rate - reading.reach {
                readings[index].low = up
                readings[index].isPastLow = true
            }
            if reading.value == nil, across <= reading.rate {
                let width = last.across - across
                let share = width > 0 ? (reading.rate - across) / width : 1
                readings[index].value = up + share * (last.up - up)
            }
        }
        last = (across, up)
    }

    /// What was read.
    var rates: [RateAtRate] {
        readings.map { reading in
            let value = reading.value ?? 0
            let lower =
                reading.isPastLow ? WilsonInterval.interval(reading.low, n: positives, z: z).lower : 0
            let upper = WilsonInterval.interval(reading.high, n: positives, z: z).upper
            func short(_ number: Double) -> Double { number.rounded(toSignificant: 4) }
            return RateAtRate(
                falsePositiveRate: reading.rate, truePositiveRate: short(value),
                interval: Interval(short(min(lower, value)), short(max(upper, value))))
        }
    }
}
