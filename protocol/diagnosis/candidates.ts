/**
 * The texts that a caller may have signed: the right one, those with one mistake, those with two.
 * Each text once, however many mistakes lead to it. Knows no keys and no hashes.
 */
import { type Change, type Draft, type Encoding, rightDraft, textOf } from './draft.ts'
import type { Evidence } from './evidence.ts'
import { type Mistake, told } from './mistake.ts'
import { textMistakes } from './mistakes.ts'

export type Candidate = {
  readonly text: string
  readonly encoding: Encoding
  /** The mistakes that lead to this text; the first is the one told, the others are its alternatives. */
  readonly explanations: readonly (readonly Mistake[])[]
}

export type Candidates = {
  readonly right: Candidate
  readonly singles: readonly Candidate[]
  /** Made as they are asked for: there are hundreds. */
  readonly pairs: () => Iterable<Candidate>
  /** Whether some were left out because the message is too large; known when all have been asked for. */
  readonly isCut: () => boolean
}

type Step = { readonly mistake: Mistake; readonly change: Change; readonly alone: boolean }

/** Longer texts are not tried with two mistakes at once. */
const pairTextMost = 65_536

/** What the texts of one refusal may cost in all, in characters; a parameter costs as much as so many, for its sorting. */
const costMost = 1_000_000
const parameterCost = 20

export function candidatesOf(evidence: Evidence): Candidates {
  const draft = rightDraft(evidence.parameters, evidence.charset)
  const right: Candidate = { ...written(draft), explanations: [[]] }
  const seen = new Map<string, Mistake[][]>([[identity(right), []]])
  const budget = { left: costMost - costOf(right.text, evidence) }
  const { singles, steps } = singlesOf(evidence, { draft, seen, budget })
  const isLong = right.text.length > pairTextMost
  const pairs = () => (isLong ? [] : pairsOf(steps, { draft, seen, budget }))
  return { right, singles, pairs, isCut: () => isLong || budget.left <= 0 }
}

type Making = { readonly draft: Draft; readonly seen: Map<string, Mistake[][]>; readonly budget: { left: number } }

function singlesOf(evidence: Evidence, { draft, seen, budget }: Making): { singles: Candidate[]; steps: Step[] } {
  const singles: Candidate[] = []
  const steps: Step[] = []
  for (const row of textMistakes) {
    if (budget.left <= 0) break
    for (const { change, detail, alone } of row.variants(evidence)) {
      const made = written(change(draft))
      budget.left -= costOf(made.text, evidence)
      const mistake = told(row, detail)
      const known = seen.get(identity(made))
      if (known === undefined) {
        const explanations = [[mistake]]
        seen.set(identity(made), explanations)
        singles.push({ ...made, explanations })
        steps.push({ mistake, change, alone: (alone ?? row.alone) === true })
      } else if (known.length > 0 && row.lastResort !== true && known.every(([first]) => first?.id !== row.id)) {
        known.push([mistake])
      }
      if (budget.left <= 0) break
    }
  }
  return { singles, steps }
}

/** Only of mistakes that alone change the text: a second one cannot make the first come true. */
function* pairsOf(steps: readonly Step[], { draft, seen, budget }: Making): Generator<Candidate> {
  const together = steps.filter(({ alone }) => !alone)
  for (const [at, first] of together.entries()) {
    const once = first.change(draft)
    for (const second of together.slice(at + 1)) {
      if (budget.left <= 0) return
      if (first.mistake.id === second.mistake.id) continue
      const made = written(second.change(once))
      budget.left -= costOf(made.text, draft)
      if (seen.has(identity(made))) continue
      const explanations = [[first.mistake, second.mistake]]
      seen.set(identity(made), explanations)
      yield { ...made, explanations }
    }
  }
}

function costOf(text: string, { parameters }: Pick<Draft, 'parameters'>): number {
  return text.length + parameters.length * parameterCost
}

function written(draft: Draft): { text: string; encoding: Encoding } {
  return { text: textOf(draft), encoding: draft.encoding }
}

/** In ASCII all charsets but UTF-16 make the same bytes. */
function identity({ text, encoding }: { text: string; encoding: Encoding }): string {
  return `${encoding.startsWith('UTF-16') ? encoding : isAscii(text) ? '' : encoding === 'GB2312' ? 'GBK' : encoding} ${text}`
}

function isAscii(text: string): boolean {
  return /^[\u0000-\u007F]*$/.test(text)
}
