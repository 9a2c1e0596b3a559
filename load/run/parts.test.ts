import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SutError } from '../../conformance/adapter/system-under-test.ts'
import { loadCases } from '../../conformance/case/load-cases.ts'
import type { Payment } from '../../reference/terminal-api/words.ts'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import { openTables } from '../../simulator/stage.ts'
import { readSources } from '../../test/house-rules/source.ts'
import { mixes, mixNamed, slowShare } from '../k6/lib/mixes.ts'
import { nthSale, type SaleSettings } from '../k6/lib/sale.ts'
import { readPayments } from './book.ts'
import { casesBeside } from './certify.ts'
import { saleMark } from './collect-told.ts'
import { findK6 } from './find-k6.ts'
import { openBridge } from './terminal-bridge.ts'

const settings: SaleSettings = {
  ...{ seed: 's', runId: 'l1', cancelShare: 0.1, refundShare: 0.2 },
  decimals: 2,
  percent: { '0000': 90, '0303': 10 },
}

describe('the sales of a run', () => {
  it('can all be told apart by masked code and amount', () => {
    const marks = Array.from({ length: 20_000 }, (_, n) => saleMark(settings, n))
    expect(new Set(marks).size).toBe(marks.length)
  })

  it('are the same for the same seed, and as mixed as was asked', () => {
    const sales = Array.from({ length: 5_000 }, (_, n) => nthSale(settings, n))
    expect(nthSale(settings, 17)).toEqual(sales[17])
    expect(nthSale({ ...settings, seed: 't' }, 17)).not.toEqual(sales[17])
    const share = (is: (one: (typeof sales)[number]) => boolean) => sales.filter(is).length / sales.length
    expect(share(({ behaviour }) => behaviour === '0303')).toBeCloseTo(0.1, 1)
    expect(share(({ cancels }) => cancels)).toBeCloseTo(0.1, 1)
    expect(sales.every(({ code, behaviour }) => /^2800\d{19}$/.test(code) && code.slice(4, 8) === behaviour)).toBe(true)
  })

  it('give back no more than was paid, in money of the currency', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(0, 2), (n, decimals) => {
        const { amount, refund } = nthSale(
          { ...settings, decimals: decimals as 0 | 2, refundShare: 1, cancelShare: 0 },
          n,
        )
        expect(amount).toMatch(decimals === 0 ? /^\d+$/ : /^\d+\.\d\d$/)
        expect(Number(refund?.amount)).toBeLessThanOrEqual(Number(amount))
        expect(Number(refund?.amount)).toBeGreaterThan(0)
      }),
    )
  })
})

describe('mixes', () => {
  it.each(Object.entries(mixes))(
    '%s adds up, and names behaviours and a latency that there are',
    (_, { percent, latency }) => {
      expect(Object.values(percent).reduce((sum, one) => sum + one, 0)).toBeCloseTo(100)
      for (const number of Object.keys(percent)) expect(openTables().behaviours.has(number), number).toBe(true)
      if (latency !== undefined) expect(openTables().presets.keys()).toContain(latency)
    },
  )

  it('are read as they are written out', () => {
    expect(mixNamed('0000=90, 0303=10')?.percent).toEqual({ '0000': 90, '0303': 10 })
    expect(slowShare({ '0000': 90, '0303': 10 })).toBeCloseTo(0.1)
    for (const wrong of ['', 'lunch', '0000', '303=1', '0000=0', '0000=1;0303=1', 'toString'])
      expect(mixNamed(wrong)).toBeUndefined()
  })
})

describe('k6', () => {
  it('is taken from where it is named, before the PATH', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'k6-'))
    try {
      const path = join(folder, 'k6')
      await writeFile(path, '#!/bin/sh\n')
      await expect(findK6({ named: path, environment: {} })).rejects.toMatchObject({ code: 'NO_K6' })
      await chmod(path, 0o755)
      expect((await findK6({ named: path, environment: {} })).where).toBe(path)
      expect((await findK6({ named: undefined, environment: { K6_BIN: path, PATH: '/nowhere' } })).where).toBe(path)
      expect((await findK6({ named: undefined, environment: { PATH: `/nowhere:${folder}` } })).where).toBe(path)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('that is nowhere is an error that says how to get it', async () => {
    await expect(findK6({ named: undefined, environment: { PATH: '/nowhere' } })).rejects.toThrow(
      /^\[NO_K6\] k6 was not found\. Get k6 from https:\/\//,
    )
  })
})

describe('the bridge to a system of another kind', () => {
  const payment: Payment = { payment_id: 'A/1', code: '2', amount: '1.00', currency: 'USD', status: 'paid' }
  const asked: unknown[] = []
  const sut = {
    async pay(request: unknown) {
      asked.push(['pay', request])
      return payment
    },
    async get(id: string) {
      asked.push(['get', id])
      if (id === 'none') throw new SutError('not_found', { detail: 'There is none.' })
      return payment
    },
    async cancel(id: string): Promise<Payment> {
      throw new SutError('timeout', { detail: id })
    },
    async refund(id: string, request: unknown) {
      asked.push(['refund', id, request])
      return { refund_id: 'R', amount: '1', status: 'refunded' as const }
    },
    async getRefund(id: string, refundId: string) {
      asked.push(['getRefund', id, refundId])
      return { refund_id: 'R', amount: '1', status: 'pending' as const }
    },
  }

  it('passes each call on as it came, and each answer back with its status', async () => {
    const bridge = await openBridge(sut)
    try {
      const call = async (method: string, path: string, body?: unknown) => {
        const answer = await fetch(bridge.url + path, {
          method,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        const said = (await answer.json()) as { status?: unknown }
        return [answer.status, said.status]
      }
      expect(await call('POST', '/payments', { payment_id: 'A/1' })).toEqual([200, 'paid'])
      expect(await call('GET', '/payments/A%2F1')).toEqual([200, 'paid'])
      expect(await call('GET', '/payments/none')).toEqual([404, 404])
      expect(await call('POST', '/payments/A/cancel', {})).toEqual([504, 504])
      expect(await call('POST', '/payments/A/refunds', { refund_id: 'R' })).toEqual([200, 'refunded'])
      expect(await call('GET', '/payments/A/refunds/R')).toEqual([200, 'pending'])
      expect(await call('GET', '/elsewhere')).toEqual([404, 404])
      expect(await call('POST', '/payments')).toEqual([400, 400])
      expect(asked).toEqual([
        ['pay', { payment_id: 'A/1' }],
        ['get', 'A/1'],
        ['get', 'none'],
        ['refund', 'A', { refund_id: 'R' }],
        ['getRefund', 'A', 'R'],
      ])
    } finally {
      await bridge.stop()
    }
  })
})

describe('the book of a system that cannot list', () => {
  const one = (id: string) => ({ payment_id: id, code: '', amount: '1', currency: 'USD', status: 'paid' }) as const
  const failing = {
    async *values(): AsyncGenerator<Payment> {
      yield await Promise.reject<Payment>(new SutError('not_found', { detail: 'There is no list.' }))
    },
  }
  const nothing = {
    list: () => failing.values(),
  }

  it('is asked for payment by payment; what it never heard of is left out', async () => {
    const get = async (id: string) => {
      if (id === 'P2') throw new SutError('not_found', { detail: 'No.' })
      return one(id)
    }
    const read = await readPayments({ ...nothing, get }, ['P1', 'P2', 'P3'])
    expect(read.map(({ payment_id: id }) => id).sort()).toEqual(['P1', 'P3'])
  })

  it('is not taken for empty when it does not answer', async () => {
    const get = async () => {
      throw new SutError('unreachable', { detail: 'Gone.' })
    }
    await expect(readPayments({ ...nothing, get }, ['P1'])).rejects.toMatchObject({ code: 'unreachable' })
  })
})

it('under load no case kills the system or moves the clock of all', async () => {
  const cases = await loadCases(scenarioPath('cases'))
  const beside = casesBeside(cases)
  expect(beside.length).toBeGreaterThan(50)
  expect(JSON.stringify(beside.map(({ steps }) => steps))).not.toMatch(/"(?:kill|restart|advance|many)"/)
})

it('the scripts import k6 and one another, and nothing that k6 could not run', () => {
  const scripts = readSources(fileURLToPath(new URL('../k6', import.meta.url)))
  expect(scripts.length).toBeGreaterThan(20)
  const foreign = scripts.flatMap(({ path, imports }) =>
    imports.flatMap(({ text, ours }) =>
      (ours ? text.startsWith('..') : !/^k6(?:\/|$)/.test(text)) ? [`${path}: ${text}`] : [],
    ),
  )
  expect(foreign).toEqual([])
})
