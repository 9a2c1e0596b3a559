import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openControlRoom } from '../../test/control-room.ts'
import { payFields, send, signed } from '../../test/signed-call.ts'

/** HTTP Archive 1.2 as its specification has it: what must be there, and of which kind. */
const pairs = z.array(z.strictObject({ name: z.string(), value: z.string() }))
const message = { httpVersion: z.string().min(1), cookies: z.array(z.never()), headers: pairs }
const sizes = { headersSize: z.int().min(-1), bodySize: z.int().min(-1) }
const har = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
    entries: z.array(
      z
        .object({
          startedDateTime: z.iso.datetime(),
          time: z.number().min(0),
          request: z.strictObject({
            ...message,
            ...sizes,
            method: z.enum(['GET', 'POST']),
            url: z.url(),
            queryString: pairs,
            postData: z.strictObject({ mimeType: z.string(), text: z.string() }).optional(),
          }),
          response: z.strictObject({
            ...message,
            ...sizes,
            status: z.int(),
            statusText: z.string(),
            content: z.strictObject({ size: z.int().min(0), mimeType: z.string().min(1), text: z.string() }),
            redirectURL: z.string(),
          }),
          cache: z.strictObject({}),
          timings: z.strictObject({ send: z.number().min(0), wait: z.number().min(0), receive: z.number().min(0) }),
        })
        // Whatever is ours begins with an underscore: other readers pass it over.
        .catchall(z.unknown())
        .refine((entry) => Object.keys(entry).every((name) => name.startsWith('_') || known.has(name))),
    ),
  }),
})
const known = new Set(['startedDateTime', 'time', 'request', 'response', 'cache', 'timings'])

describe('exchanges as an HTTP archive', () => {
  it('are valid HAR 1.2: answered, refused, cut off, in the query and in the body', async () => {
    await using room = await openControlRoom()
    await room.till().pay('T1')
    await send(room.simulator.gateway, signed(payFields('T2', { trans_name: '咖啡' })), { method: 'GET' })
    await room
      .till()
      .pay('T3', { buyer_identity_code: '280003060000000001' })
      .catch(() => undefined)
    await room.till().pay('T4', { currency: 'XXX' })
    const archive = await room.admin.partner().exchanges.har()
    expect(har.safeParse(archive).error).toBeUndefined()
    const [post, get, reset, refused] = archive.log.entries
    const { gateway } = room.simulator
    expect(post).toMatchObject({
      request: {
        method: 'POST',
        url: `${gateway}?_input_charset=UTF-8`,
        queryString: [{ name: '_input_charset', value: 'UTF-8' }],
        postData: { mimeType: 'application/x-www-form-urlencoded' },
      },
      response: { status: 200, statusText: 'OK', content: { mimeType: expect.stringMatching(/^text\/xml/) } },
      _partner_trans_id: 'T1',
    })
    expect(get?.request).not.toHaveProperty('postData')
    expect(get?.request.queryString).toContainEqual({ name: 'trans_name', value: '咖啡' })
    expect(reset).toMatchObject({ response: { status: 0, bodySize: 0 }, _fault: 'reset' })
    expect(refused).toMatchObject({ response: { status: 200 }, _outcome: 'INVALID_PARAMETER' })
    expect(JSON.stringify(archive)).not.toContain('287654321098765432')
    expect(await room.admin.journal.har()).toEqual(archive)
  })
})
