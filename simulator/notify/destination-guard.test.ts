import { describe, expect, it } from 'vitest'
import { destinationGuard } from './destination-guard.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  'shop.example': ['8.8.8.8', '2606:4700::1111'],
  'inside.example': ['10.1.2.3'],
  'mixed.example': ['8.8.8.8', '169.254.169.254'],
  'mapped.example': ['::ffff:192.168.0.1'],
  'localhost.example': ['127.0.0.1', '::1'],
  'nowhere.example': [],
}

async function checked(url: string, { allowPrivate = false } = {}) {
  const asked: string[] = []
  const resolve = async (hostname: string) => {
    asked.push(hostname)
    return names[hostname] ?? []
  }
  return { destination: await destinationGuard({ resolve, allowPrivate })(new URL(url)), asked }
}

describe('a destination', () => {
  it('passes with the addresses that were looked up, once', async () => {
    expect(await checked('https://shop.example/notify')).toEqual({
      destination: { ok: true, addresses: ['8.8.8.8', '2606:4700::1111'] },
      asked: ['shop.example'],
    })
  })

  it.each(['http://127.0.0.1:8080/', 'http://[::1]/', 'http://2130706433/', 'http://localhost.example/'])(
    'on this machine passes: %s',
    async (url) => {
      expect((await checked(url)).destination.ok).toBe(true)
    },
  )

  it.each([
    ['http://10.0.0.1/', 'not sent: 10.0.0.1 is private; allow such addresses with --notify-private.'],
    ['http://0x0a000001/', 'not sent: 10.0.0.1 is private; allow such addresses with --notify-private.'],
    ['http://012.1/', 'not sent: 10.0.0.1 is private; allow such addresses with --notify-private.'],
    ['http://[::ffff:10.0.0.1]/', 'not sent: ::ffff:a00:1 is private; allow such addresses with --notify-private.'],
    ['http://[fe80::1]:80/', 'not sent: fe80::1 is link-local; allow such addresses with --notify-private.'],
    [
      'http://inside.example/',
      'not sent: inside.example is 10.1.2.3, which is private; allow such addresses with --notify-private.',
    ],
    [
      'http://mixed.example/',
      'not sent: mixed.example is 169.254.169.254, which is link-local, where clouds keep their metadata; allow such addresses with --notify-private.',
    ],
    [
      'http://mapped.example/',
      'not sent: mapped.example is ::ffff:192.168.0.1, which is private; allow such addresses with --notify-private.',
    ],
    ['http://nowhere.example/', 'not sent: nowhere.example has no address.'],
    ['http://user:secret@shop.example/', 'not sent: the address carries a name or a password.'],
    ['ftp://shop.example/', 'not sent: ftp: is neither http nor https.'],
  ])('is refused: %s', async (url, why) => {
    expect((await checked(url)).destination).toEqual({ ok: false, why })
  })

  it('inside passes when it is allowed', async () => {
    for (const url of ['http://mixed.example/', 'http://10.0.0.1/'])
      expect((await checked(url, { allowPrivate: true })).destination.ok).toBe(true)
  })
})
