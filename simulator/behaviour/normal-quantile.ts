/**
 * The quantile of the standard normal distribution, needed to draw log-normal latencies from an even fraction.
 * Source: Peter J. Acklam's rational approximation, relative error below 1.2e-9.
 */

const centre = {
  above: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ],
  below: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
}

const tail = {
  above: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  below: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
}

const tailBegins = 0.02425
/** 0 would be minus infinity; a drawn fraction has 48 bits. */
const smallest = 2 ** -49

/** @param q in [0, 1) */
export function normalQuantile(q: number): number {
  if (q < tailBegins) return tailQuantile(Math.max(q, smallest))
  if (q > 1 - tailBegins) return -tailQuantile(1 - q)
  const distance = q - 0.5
  const square = distance * distance
  return (polynomial(centre.above, square) * distance) / polynomial(centre.below, square)
}

function tailQuantile(q: number): number {
  const root = Math.sqrt(-2 * Math.log(q))
  return polynomial(tail.above, root) / polynomial(tail.below, root)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}
