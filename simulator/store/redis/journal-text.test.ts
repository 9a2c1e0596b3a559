import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Exchange } from '../../journal/exchange.ts'
import { answerHead, exchangeHead, readExchange } from './journal-text.ts'

const body = fc.uint8Array().map((bytes) => Buffer.from(bytes))
const word = fc.string({ unit: 'grapheme' })
const exchanges = fc.record(
  {
    id: fc.nat(),
    at: fc.nat(),
    partner: word,
    service: word,
    partnerTransId: word,
    outcome: word,
    behaviour: fc.record({ id: word, why: word }),
    request: fc.record({ method: word, target: word, rawHeaders: fc.array(word), body }),
    answer: fc.record({ at: fc.nat(), tookMs: fc.nat(), status: fc.nat(), contentType: word, body }),
  },
  { requiredKeys: ['id', 'at', 'partner', 'service', 'partnerTransId', 'outcome', 'request'] },
) as fc.Arbitrary<Exchange>

it('reads every exchange as it was written, newlines, bars and bytes that are no text among it', () => {
  fc.assert(
    fc.property(exchanges, fc.nat(), ({ answer, ...exchange }, keptAt) => {
      const kept = Buffer.concat([Buffer.from(exchangeHead(exchange, keptAt)), exchange.request.body])
      const answered =
        answer === undefined ? Buffer.alloc(0) : Buffer.concat([Buffer.from(answerHead(answer)), answer.body])
      expect(readExchange(kept, answered)).toEqual(answer === undefined ? exchange : { ...exchange, answer })
    }),
  )
})
