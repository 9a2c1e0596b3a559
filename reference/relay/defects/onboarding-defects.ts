/** Mistakes when merchants are written down. Source: spot-pay.md §2; issue 7 (1). */
import type { RelayDefect } from './defect.ts'

export const onboardingDefects: readonly RelayDefect[] = [
  {
    name: 'any-industry-accepted',
    sentence: 'The industry of a merchant is written down as it was typed.',
    source: 'spot-pay.md §2',
    kills: 'onboarding/refused-data',
    apply: (parts) => ({
      ...parts,
      readMerchant(document) {
        const { industry = '' } = Object(document) as { readonly industry?: unknown }
        const read = parts.readMerchant({ ...Object(document), industry: '5812' })
        return read.ok ? { ok: true, merchant: { ...read.merchant, industry: String(industry) } } : read
      },
    }),
  },
  {
    name: 'anybody-is-the-operator',
    sentence: 'Whoever has a key of any kind writes merchants down.',
    source: 'issue 7 (1)',
    kills: 'onboarding/by-the-operator-only',
    apply: (parts) => ({ ...parts, isOperator: (given) => given !== undefined }),
  },
]
