/** What the case file of a finding says: what it proves, costs, and how to mend it; by the rule that was broken. Pure. */
import type { Violation } from '../verdict/judge.ts'
import type { JourneyWords } from './journey.ts'

type Advice = Pick<JourneyWords, 'costs' | 'mend'>

const byRule: Readonly<Record<string, Advice>> = {
  'money/told-paid': {
    costs: 'The goods are handed out, and the merchant does not have the money.',
    mend: 'Tell paid only after an answer of the gateway that says so, is signed and is about this order.',
  },
  'money/told-not-paid': {
    costs: 'The customer is sent away or charged again, while the merchant keeps the money.',
    mend: 'Tell not paid or cancelled only after an answer that says that nothing is held; else query, then cancel.',
  },
  'money/charged-once': {
    costs: 'The customer pays twice for one sale.',
    mend: 'Keep the order id of the sale, whatever was or was not answered.',
  },
  'money/refunded-at-most': {
    costs: 'More money goes back than was paid.',
    mend: 'Count what was given back in integers, and give each refund one id for ever.',
  },
  'money/refunded-as-told': {
    costs: 'The customer gets the money twice, or never, and the till says otherwise.',
    mend: 'Repeat an unclear refund under the same id until it is clear, and tell only what an answer said.',
  },
  'money/nothing-waiting': {
    costs: 'The customer can still pay a sale that the shop believes to be over.',
    mend: 'Cancel what did not become clear, and repeat the cancel until its answer is clear.',
  },
  'money/decided': {
    costs: 'The cashier waits at the counter and is never told.',
    mend: 'End every loop: paid, not paid, cancelled, or unclear for a person to look at.',
  },
  'wire/query-interval': {
    costs: 'A gateway that is asked too fast refuses the till, and the sale stays unclear.',
    mend: 'Wait at least 3 s from query to query, whatever was answered or not.',
  },
  'wire/cancel-after-unclear': {
    costs: 'The customer has paid, or can still pay, a sale that the shop has given up.',
    mend: 'After the last query send a cancel under the same id.',
  },
  'wire/cancel-until-clear': {
    costs: 'The cancel may never have been done: money of a sale that is over stays with the merchant.',
    mend: 'Repeat the cancel, at least 5 s apart and five times at most, until its answer is clear; then call a person.',
  },
  'wire/refund-until-clear': {
    costs: 'The customer goes home without the money, or gets it twice by the next refund.',
    mend: 'Repeat the refund under the same id until its answer is clear; then call a person.',
  },
  'wire/signature': {
    costs: 'The gateway refuses every sale that is signed like this.',
    mend: 'Compare the string that was signed with the diagnosis in the journal.',
  },
}

/** @param violations of the shrunk journey; the first of `rule` is what the words are about */
export function wordsOf(violations: readonly Violation[], rule: string): JourneyWords {
  const main = violations.find((violation) => violation.rule === rule) ?? violations[0]
  const sentence = main?.sentence ?? `${rule} holds.`
  const clause = main?.clause ?? 'flows.md §1'
  const advice = byRule[rule] ?? {
    costs: rule.startsWith('money/')
      ? `Money goes astray: ${rule}.`
      : 'The gateway may refuse or misunderstand the till, or nobody finds out what became of the money.',
    mend: `Read ${clause} and keep to it: ${sentence}`,
  }
  return { proves: sentence, source: [clause], ...advice }
}
