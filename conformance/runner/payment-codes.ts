/**
 * Payment codes of a run: made from its seed, each told from every other even when it is masked, as the journal shows it.
 * Source: design.md (Behaviours); spot-pay.md §4.
 */
import { seededRandom } from '../../simulator/random.ts'
import { KitError } from '../kit-error.ts'

export type CodeWish = {
  /** Four digits. @default 0000 */
  readonly behaviour?: string | undefined
  /** @default 18, or more when those run out */
  readonly length?: number | undefined
}

export type MintCode = (wish: CodeWish) => string

/** The behaviour, the length and the last two digits stay readable. */
const perLength = 100
const lengths = [18, 19, 20, 21, 22, 23, 17]

export function paymentCodes(seed: string): MintCode {
  const random = seededRandom(seed)
  const used = new Map<string, number>()
  return ({ behaviour = '0000', length }) => {
    for (const digits of length === undefined ? lengths : [length]) {
      const kind = `${behaviour}/${digits}`
      const nth = used.get(kind) ?? 0
      if (nth >= perLength) continue
      used.set(kind, nth + 1)
      const drawn = random.digits(digits - 10, 'payment code', kind, String(nth))
      return `2800${behaviour}${drawn}${String(nth).padStart(2, '0')}`
    }
    const detail = `More payments than codes can be told apart: behaviour ${behaviour}, ${length ?? 'any'} digits.`
    throw new KitError('BAD_CASE', { detail })
  }
}
