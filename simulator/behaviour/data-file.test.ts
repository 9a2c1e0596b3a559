import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SimulatorError } from '../simulator-error.ts'
import { dataText, openDataFile } from './data-file.ts'
import { closed } from './problem.ts'

const schema = closed({
  id: z.string().regex(/^\d{4}$/, 'must be four digits'),
  times: z.int().min(1).exactOptional(),
  fault: z
    .discriminatedUnion('kind', [
      closed({ kind: z.literal('reset') }),
      closed({ kind: z.literal('slow drip'), overMs: z.number().min(0) }),
    ])
    .exactOptional(),
  who: z.union([z.enum(['pay', 'query']), z.array(z.enum(['pay', 'query'])).min(1)]).exactOptional(),
})

function complaint(text: string): string {
  try {
    dataText(text, 'own.yaml', 'UNREADABLE_BEHAVIOUR').read(schema)
  } catch (error) {
    if (error instanceof SimulatorError)
      return error.message.replace('[UNREADABLE_BEHAVIOUR] ', '').split(' docs/')[0] ?? ''
    throw error
  }
  return 'nothing'
}

describe('a complaint names the file, the line, the column and what is wrong', () => {
  it.each([
    ['id: "0303"\n', 'nothing'],
    ['id: 303\n', 'own.yaml:1:5: id must be a string.'],
    ['id: "30"\n', 'own.yaml:1:5: id must be four digits.'],
    ['times: 2\n', 'own.yaml:1:1: id is missing.'],
    ['id: "0303"\ntimes: 0\n', 'own.yaml:2:8: times must be at least 1.'],
    ['id: "0303"\ntimes: [1]\n', 'own.yaml:2:8: times must be a number.'],
    ['id: "0303"\nfalt:\n  kind: reset\n', 'own.yaml:2:1: unknown key "falt" (did you mean "fault"?).'],
    [
      'id: "0303"\nfault: { kind: rest }\n',
      'own.yaml:2:16: fault.kind must be one of "reset", "slow drip" (did you mean "reset"?).',
    ],
    ['id: "0303"\nfault: {}\n', 'own.yaml:2:8: fault.kind is missing.'],
    [
      'id: "0303"\nfault:\n  kind: slow drip\n  overMS: 3\n',
      'own.yaml:4:3: unknown key "overMS" (did you mean "overMs"?) (and 1 more).',
    ],
    ['id: "0303"\nfault:\n  kind: slow drip\n  overMs: -3\n', 'own.yaml:4:11: fault.overMs must be at least 0.'],
    ['id: "0303"\nwho: pya\n', 'own.yaml:2:6: who must be one of "pay", "query" (did you mean "pay"?).'],
    ['id: "0303"\nwho: [pay, pya]\n', 'own.yaml:2:12: who[1] must be one of "pay", "query" (did you mean "pay"?).'],
    ['id: "0303"\nwho: []\n', 'own.yaml:2:6: who must have at least 1 in the list.'],
    ['- id\n', 'own.yaml:1:1: the file must be an object.'],
    ['', 'own.yaml:1:1: the file must be an object.'],
    ['id: "0303"\nid: "0304"\n', 'own.yaml:2:1: Map keys must be unique.'],
    ['id: "0303\n', 'own.yaml:2:1: Missing closing "quote.'],
  ])('%j: %s', (text, message) => {
    expect(complaint(text)).toBe(message)
  })
})

it('a file that is not there is a complaint, too', async () => {
  await expect(openDataFile('/nowhere/own.yaml', 'UNREADABLE_RULES')).rejects.toThrow(
    '[UNREADABLE_RULES] /nowhere/own.yaml cannot be read (ENOENT).',
  )
})
