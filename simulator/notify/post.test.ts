import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openReceiver } from '../../test/receiver.ts'
import { destinationGuard } from './destination-guard.ts'
import { poster } from './post.ts'

const resolve = async () => ['127.0.0.1']
const postForm = poster(destinationGuard({ resolve, allowPrivate: false }))
const post = (url: string) => postForm(url, 'a=%E5%92%96', { charset: 'UTF-8', timeoutMs: 100 })

describe('a post', () => {
  it('carries the form as it is, with its charset', async () => {
    await using receiver = await openReceiver()
    expect(await post(receiver.url)).toEqual({ status: 200, said: 'success' })
    expect(receiver.posted[0]?.body.toString()).toBe('a=%E5%92%96')
    expect(receiver.posted[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8')
  })

  it.each<[string, (outgoing: ServerResponse) => void]>([
    ['says nothing', () => {}],
    [
      'stops in the middle of its answer',
      (outgoing) => outgoing.writeHead(200, { 'content-length': '7' }).write('succ'),
    ],
  ])('waits no longer than it may for a receiver that %s', async (_, respond) => {
    await using receiver = await openReceiver(respond)
    expect(await post(receiver.url)).toMatchObject({ status: 0, said: expect.stringContaining('timeout') })
  })

  it('reads no more than the start of an endless answer', async () => {
    await using receiver = await openReceiver((outgoing) => {
      const fill = () => {
        while (outgoing.write('x'.repeat(65_536)));
        outgoing.once('drain', fill)
      }
      fill()
    })
    const { status, said } = await postForm(receiver.url, '', { charset: 'UTF-8', timeoutMs: 5_000 })
    expect([status, said.length]).toEqual([200, 4_096])
  })

  it('follows no redirect', async () => {
    await using receiver = await openReceiver((outgoing) => outgoing.writeHead(307, { location: '/other' }).end())
    expect(await post(receiver.url)).toEqual({ status: 307, said: '' })
    expect(receiver.posted).toHaveLength(1)
  })

  it.each([
    'http://127.0.0.1:1/closed',
    'http://user:secret@127.0.0.1:1/',
    'http://[::bad/',
    'http://127.0.0.1:99999/',
  ])('tells why %s cannot be posted to, and never throws', async (url) => {
    const { status, said } = await post(url)
    expect(status).toBe(0)
    expect(said).not.toBe('')
  })

  it('goes to the address that was checked, whoever the name belongs to by then', async () => {
    await using receiver = await openReceiver()
    const answers = [['127.0.0.1'], ['192.168.0.1']]
    const rebinding = poster(destinationGuard({ resolve: async () => answers.shift() ?? [], allowPrivate: false }))
    const url = receiver.url.replace('127.0.0.1', 'shop.example')
    const send = () => rebinding(url, '', { charset: 'UTF-8', timeoutMs: 5_000 })
    expect(await send()).toEqual({ status: 200, said: 'success' })
    expect(receiver.posted[0]?.headers.host).toBe(new URL(url).host)
    expect(await send()).toMatchObject({ status: 0, said: expect.stringMatching(/^not sent: shop.example is 192/) })
    expect(receiver.posted).toHaveLength(1)
  })

  it.each<[string, () => Promise<readonly string[]>, string]>([
    ['has no address', () => Promise.reject(new Error('getaddrinfo ENOTFOUND shop.example')), 'ENOTFOUND'],
    ['is looked up for ever', () => new Promise(() => {}), 'timeout'],
  ])('tells when the name %s', async (_, find, said) => {
    const lost = poster(destinationGuard({ resolve: find, allowPrivate: false }))
    const result = await lost('http://shop.example/', '', { charset: 'UTF-8', timeoutMs: 100 })
    expect(result).toMatchObject({ status: 0, said: expect.stringContaining(said) })
  })
})
