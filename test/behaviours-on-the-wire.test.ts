/** Each behaviour that ships, driven through a raw socket: bytes, ledger, notifications. */
import { describe, expect, it } from 'vitest'
import { encodeForm } from '../protocol/parameter.ts'
import { drawMs } from '../simulator/behaviour/latency.ts'
import { behaviours } from './behaviour-calls.ts'
import { expectationOf, toldNumbers } from './behaviour-expectations.ts'
import { httpRequest, talk } from './raw-socket.ts'
import { openShop } from './shop.ts'
import { cancelFields, type Fields, payFields, queryFields, signed } from './signed-call.ts'
import { ledgerWords } from './story-words.ts'
import { exchangeBytes } from './wire.ts'
import { playStory, type WireStory } from './wire-story.ts'
import { wireWords } from './wire-words.ts'

const shipped = await behaviours.all()

const target = '/gateway.do?_input_charset=UTF-8'
const payBody = (behaviour: string, id: string, changes: Fields = {}) =>
  encodeForm(signed(payFields(id, { buyer_identity_code: `2800${behaviour}12345678`, ...changes })), 'UTF-8')

describe.each(shipped.map(({ id, name, does }) => ({ id, name, does })))('$id $name', (behaviour) => {
  it('comes to what the table says', async () => {
    const story = expectationOf(behaviour) ?? expect.fail('nobody has said what is to come of it')
    const { told, played, behaviour: chosen } = await playStory(behaviour.id, story)
    expect(played).toEqual(told)
    expect(chosen).toBe(behaviour.id)
  })
})

it('the table tells of no behaviour that there is not', () => {
  expect(toldNumbers.filter((id) => !behaviours.has(id))).toEqual([])
})

it('0323 without a cancel arrives in the end, and pays', async () => {
  const story: WireStory = {
    lines: `
      pay      | SUCCESS, genuine        | TRADE_SUCCESS
      wait 1 s |                         | TRADE_SUCCESS | payment
      cancel   | SUCCESS refund, genuine | TRADE_CLOSED by cancel, 280.88 back`,
  }
  const { told, played } = await playStory('0323', story)
  expect(played).toEqual(told)
})

it('0323 waits for a cancel that is executed, and for none that is refused', async () => {
  await using shop = await openShop({ timeScale: 30 })
  const { port, partner } = shop.simulator
  const refusal = { kind: 'refused', code: 'SYSTEM_ERROR', level: 'business', retryFlag: 'Y' }
  await partner.stage.rules.put([{ match: { service: 'cancel' }, play: { plan: refusal }, times: 1 }])
  const paying = exchangeBytes(port, target, payBody('0323', 'T1'))
  const cancel = async () =>
    wireWords(await exchangeBytes(port, target, encodeForm(signed(cancelFields('T1')), 'UTF-8')), 'cancel', 'T1')
  // Answered on a connection that was opened later: by then the pay has arrived.
  await shop.ask(queryFields('T1'))
  expect(await cancel()).toBe('FAIL SYSTEM_ERROR, retry, genuine')
  expect(await ledgerWords(shop, 'T1')).toBe('nothing')
  expect(await cancel()).toBe('SUCCESS, genuine')
  expect(wireWords(await paying, 'pay', 'T1')).toBe('FAILED TRADE_HAS_CLOSE, genuine')
})

it('0106: of many cancels at once, one gives back what was paid in that moment', async () => {
  await using shop = await openShop()
  await exchangeBytes(shop.simulator.port, target, payBody('0106', 'T1'))
  const cancel = encodeForm(signed(cancelFields('T1')), 'UTF-8')
  const heard = await Promise.all(Array.from({ length: 20 }, () => exchangeBytes(shop.simulator.port, target, cancel)))
  const words = heard.map((bytes) => wireWords(bytes, 'cancel', 'T1')).sort()
  expect(words).toEqual(['SUCCESS refund, genuine', ...Array.from({ length: 19 }, () => 'SUCCESS, genuine')])
  expect(await ledgerWords(shop, 'T1')).toBe('TRADE_CLOSED by cancel, 280.88 back')
})

it('0310 comes in many small pieces, and whole in the end', async () => {
  await using shop = await openShop({ timeScale: 200 })
  const { socket, text, over } = await talk(shop.simulator.port)
  const sizes: number[] = []
  socket.on('data', (piece) => sizes.push(piece.length))
  socket.write(httpRequest('POST', target, payBody('0310', 'T1')))
  await over
  expect(sizes.length).toBeGreaterThan(20)
  expect(text()).toMatch(/<\/alipay>$/)
})

describe.each(shipped.filter(({ id }) => id.startsWith('06')))('$id $name', ({ id, pay = [] }) => {
  it('keeps the wire waiting as long as its latency says', async () => {
    const timeScale = 25
    const latency = pay[0]?.delayAfter ?? expect.fail('there is no latency')
    await using shop = await openShop({ timeScale })
    const ids = ['T1', 'T2', 'T3', 'T4', 'T5']
    await Promise.all(ids.map((name) => exchangeBytes(shop.simulator.port, target, payBody(id, name))))
    const took = (await shop.exchanges()).map(({ answer }) => (answer?.tookMs ?? 0) * timeScale)
    // The draws are the seed's, the same on every machine; a timer may be late, and never early.
    expect(Math.max(...took)).toBeGreaterThan(drawMs(latency, 0.5, 0) / 2)
  })
})
