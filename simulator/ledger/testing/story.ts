/**
 * Stories: tables of what is asked of the ledger and what it says, in the words of the domain, one line an event.
 * Knows no expectations: it tells the story again with what really happened, and the test compares the two texts.
 *
 *     at     2024-01-15 23:59:59                 the clock moves there; what falls due on the way is done
 *     funds  low | enough                        the seller's unsettled funds
 *     pay    T1 100.00 SGD [as HKD] [waiting] [by B2]   priced in SGD, settled in HKD; the password is asked; buyer B2
 *     confirm T1, decline T1                     the buyer at the phone
 *     query  T1, query #T1                       by the merchant's ID, by Alipay's number of that trade
 *     cancel T1, cancel #T1
 *     refund T1 60.00 SGD R1 [later]             later: is_sync N
 *     look   T1                                  what the ledger holds
 */
import { blankTime, type Instant, parseTime } from '../../../protocol/beijing-time.ts'
import { type Currency, currencyNamed } from '../../../protocol/currency.ts'
import { formatAmount, type Money, parseAmount } from '../../../protocol/money.ts'
import type { Outcome } from '../../gateway/outcome.ts'
import type { Refund, Trade } from '../trade.ts'
import { type Book, type BookOptions, openBook } from './book.ts'

/** The story as it was written and as it went: equal when the ledger did what was expected. */
export type ToldStory = { readonly written: string; readonly told: string }

export async function tellStory(text: string, options: BookOptions = {}): Promise<ToldStory> {
  const book = openBook(options)
  const written: string[] = []
  const told: string[] = []
  for (const line of text.split('\n')) {
    const [event = '', expected] = line
      .replace(/\s*\/\/.*$/, '')
      .split('|')
      .map((half) => half.trim())
    if (event === '') continue
    const [verb = '', ...words] = event.split(/\s+/)
    const said = await (verbs[verb] ?? unknownVerb)(book, words)
    const asked = [verb, ...words].join(' ')
    written.push(expected === undefined ? asked : `${asked} | ${expected}`)
    told.push(said === '' ? asked : `${asked} | ${said}`)
  }
  await book.stop()
  return { written: written.join('\n'), told: told.join('\n') }
}

type Verb = (book: Book, words: readonly string[]) => Promise<string>

const verbs: Readonly<Record<string, Verb>> = {
  async at(book, [day = '', time = '']) {
    await book.advanceTo(instantOf(`${day} ${time}`))
    return ''
  },
  async funds(book, [much]) {
    book.setFunded(much === 'enough')
    return ''
  },
  async pay(book, [id = '', amount = '', currency = '', ...more]) {
    const settled = after(more, 'as')
    const code = after(more, 'by')
    const outcome = await book.pay(id, {
      price: moneyOf(amount, currency),
      ...(settled === undefined ? {} : { settlementCurrency: currencyOf(settled) }),
      ...(code === undefined ? {} : { identityCode: `28${code.charCodeAt(1)}`.padEnd(18, '7') }),
      ...(more.includes('waiting') ? { plan: { kind: 'waiting' } } : {}),
    })
    return resultOf(outcome) === 'SUCCESS' ? stateOf(await book.trade(id)) : resultOf(outcome)
  },
  async confirm(book, [id = '']) {
    await book.confirm(id)
    return stateOf(await book.trade(id))
  },
  async decline(book, [id = '']) {
    await book.decline(id)
    return stateOf(await book.trade(id))
  },
  async query(book, [name = '']) {
    const outcome = await book.query(await idsOf(book, name))
    const givenBack = fieldOf(outcome, 'refund_amount_cny')
    const status = fieldOf(outcome, 'alipay_trans_status') ?? resultOf(outcome)
    return givenBack === undefined ? status : `${status}, ${givenBack} CNY given back`
  },
  async cancel(book, [name = '']) {
    const outcome = await book.cancel({ partnerTransId: name.replace('#', ''), ...(await idsOf(book, name)) })
    return [resultOf(outcome), fieldOf(outcome, 'action'), fieldOf(outcome, 'retry_flag')].filter(Boolean).join(' ')
  },
  async refund(book, [id = '', amount = '', currency = '', partnerRefundId = '', when]) {
    const giving = { amount: moneyOf(amount, currency), partnerRefundId, isSync: when !== 'later' }
    return resultOf(await book.refund(id, giving))
  },
  async look(book, [id = '']) {
    const trade = await book.trade(id)
    return [stateOf(trade), ...(trade?.refunds ?? []).map(refundText)].join(', ')
  },
}

function unknownVerb(_: Book, words: readonly string[]): never {
  throw new Error(`a story has no such verb: … ${words.join(' ')}`)
}

/** The error code when there is one, else the `result_code`; an exclamation mark stands for `is_success` F. */
function resultOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'refused':
      return `!${outcome.code}`
    case 'answered':
      return outcome.error ?? outcome.resultCode
    case 'lost':
      return 'LOST'
  }
}

function fieldOf(outcome: Outcome, name: string): string | undefined {
  return outcome.kind === 'answered' ? outcome.fields[name] : undefined
}

function stateOf(trade: Trade | undefined): string {
  return trade?.state.name ?? 'no trade'
}

function refundText({ partnerRefundId, amount, amountCny, state }: Refund): string {
  const name = `${partnerRefundId} ${formatAmount(amount)} (${formatAmount(amountCny)} CNY)`
  return state.name === 'waiting' ? `${name} waiting for ${nightOf(state.dueAt)}` : `${name} ${state.name}`
}

const hourMs = 3_600_000

/** `the night of 2024-01-15` for 23:00 of that day to 05:00 of the next, else the time. */
function nightOf(instant: Instant): string {
  const sinceOpening = blankTime(instant + hourMs)
  return sinceOpening.slice(11) < '06:00:00'
    ? `the night of ${blankTime(instant - 5 * hourMs).slice(0, 10)}`
    : blankTime(instant)
}

/** `#T1` is Alipay's number of T1; of a trade that is not there, a number that nobody has. */
async function idsOf(book: Book, name: string): Promise<{ partnerTransId?: string; alipayTransId?: string }> {
  if (!name.startsWith('#')) return { partnerTransId: name }
  return { alipayTransId: (await book.trade(name.slice(1)))?.alipayTransId ?? '2024011522001400000000000000' }
}

function after(words: readonly string[], word: string): string | undefined {
  return words.includes(word) ? words[words.indexOf(word) + 1] : undefined
}

function instantOf(text: string): Instant {
  return parseTime(text) ?? misspelt(text)
}

function currencyOf(text: string): Currency {
  return currencyNamed(text) ?? misspelt(text)
}

function moneyOf(amount: string, currency: string): Money {
  const parsed = parseAmount(amount, currencyOf(currency))
  return parsed.ok ? parsed.money : misspelt(`${amount} ${currency}`)
}

function misspelt(text: string): never {
  throw new Error(`not readable in a story: ${text}`)
}
