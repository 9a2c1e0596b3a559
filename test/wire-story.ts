/**
 * A story at the gateway, played on raw sockets line by line: `what is done | what comes back | what the ledger then holds |
 * what the receiver of notifications was told`. It is played into lines of the same form, so that both can be compared.
 *
 * To be done: `pay`, `query`, `cancel`, `refund R1`, `refund R1 later` (asynchronous), `pay T2` (another trade, whose code asks
 * for nothing), `pay then cancel` (the cancel goes out while the pay is under way), `wait 5 s`. `3 x query` is three lines.
 */
import { encodeForm } from '../protocol/parameter.ts'
import type { Service } from '../protocol/service.ts'
import { realClock } from '../simulator/clock.ts'
import { openReceiver } from './receiver.ts'
import { openShop, type Shop } from './shop.ts'
import { cancelFields, type Fields, payFields, queryFields, refundFields, signed } from './signed-call.ts'
import { isGenuineNotification, ledgerWords, notificationWords } from './story-words.ts'
import { exchangeBytes } from './wire.ts'
import { wireWords } from './wire-words.ts'

export type WireStory = {
  readonly lines: string
  /** @default 1000: a minute on the wire is 60 ms */
  readonly timeScale?: number
  /** The clock runs: for what happens while a call is under way. @default it stands still but for `wait` */
  readonly clock?: 'runs'
}

export type PlayedStory = {
  readonly told: readonly string[]
  readonly played: readonly string[]
  /** By the journal, of the first pay. */
  readonly behaviour: string | undefined
}

/** @param behaviour its number: the payment code asks for it */
export async function playStory(
  behaviour: string,
  { lines, timeScale = 1_000, clock }: WireStory,
): Promise<PlayedStory> {
  await using receiver = await openReceiver((outgoing, nth) =>
    outgoing.end(isGenuineNotification(receiver.posted[nth]) ? 'success' : 'fail'),
  )
  await using shop = await openShop({ timeScale, ...(clock === undefined ? {} : { clock: realClock }) })
  const told = lines.trim().split('\n').flatMap(rowsOf)
  const played: string[] = []
  const notifications = notificationWords()
  for (const [step = ''] of told) {
    const { heard, about } = await play(shop, step, { behaviour, notifyUrl: receiver.url })
    const cells = [step, heard, await ledgerWords(shop, about), notifications(receiver.posted)]
    played.push(lineOf(cells))
  }
  const firstPay = (await shop.exchanges()).find(({ service }) => service === 'pay')
  return { told: told.map(lineOf), played, behaviour: firstPay?.behaviour?.id }
}

function rowsOf(line: string): readonly (readonly string[])[] {
  const cells = line.split('|').map((cell) => cell.trim())
  const [, times = '1', step = ''] = /^(?:(\d+) x )?(.*)$/.exec(cells[0] ?? '') ?? []
  return Array.from({ length: Number(times) }, () => [step, ...cells.slice(1)])
}

function lineOf(cells: readonly string[]): string {
  return cells.join(' | ').replace(/[ |]+$/, '')
}

type Surroundings = { readonly behaviour: string; readonly notifyUrl: string }
type Played = { readonly heard: string; readonly about: string }

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 }

async function play(shop: Shop, step: string, { behaviour, notifyUrl }: Surroundings): Promise<Played> {
  const [word = '', ...more] = step.split(' ')
  const id = more[0] === 'T2' ? 'T2' : 'T1'
  const buyer_identity_code = id === 'T1' ? `2800${behaviour}12345678` : '287654321098765432'
  const order = { notify_url: notifyUrl, trans_name: '咖啡', buyer_identity_code }
  const call = async (service: Service, fields: Fields): Promise<Played> => {
    const about = fields.partner_trans_id ?? fields.out_trade_no ?? ''
    return { heard: wireWords(await ask(shop, fields), service, about), about }
  }
  switch (step === 'pay then cancel' ? step : word) {
    case 'pay':
      return call('pay', payFields(id, order))
    case 'query':
      return call('query', queryFields(id))
    case 'cancel':
      return call('cancel', cancelFields(id))
    case 'refund': {
      const [refundId = '', later] = more
      const asked = { notify_url: notifyUrl, is_sync: later === undefined ? 'Y' : 'N' }
      return call('refund', refundFields('T1', refundId, asked))
    }
    case 'pay then cancel': {
      const paying = call('pay', payFields('T1', order))
      // Answered on a connection that was opened later: by then the pay has arrived.
      await ask(shop, queryFields('nobody'))
      const cancelled = await call('cancel', cancelFields('T1'))
      return { ...cancelled, heard: `${(await paying).heard}; ${cancelled.heard}` }
    }
    case 'wait': {
      const [much = '', unit = ''] = more
      await shop.advance(Number(much) * (unitsMs[unit] ?? Number.NaN))
      return { heard: '', about: 'T1' }
    }
    default:
      throw new Error(`nobody knows how to do "${step}"`)
  }
}

function ask({ simulator }: Shop, fields: Fields): Promise<Buffer> {
  const { _input_charset = '' } = fields
  return exchangeBytes(
    simulator.port,
    `/gateway.do?_input_charset=${_input_charset}`,
    encodeForm(signed(fields), 'UTF-8'),
  )
}
