/**
 * A simulator with its control API over real HTTP, and partners of their own to pay as. Every answer of the control API that
 * passes through the client is held against the schema that the API publishes: what is not described fails the test.
 */
import { expect } from 'vitest'
import { type AdminClient, adminClient, type CreatedPartner } from '../simulator/admin/client/index.ts'
import { operations } from '../simulator/admin/operations.ts'
import { routes } from '../simulator/admin/routes.ts'
import { problemSchema } from '../simulator/admin/schemas.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator, SimulatorOptions } from '../simulator/simulator-options.ts'
import {
  call,
  cancelFields,
  type Fields,
  md5Key,
  payFields,
  pid,
  queryFields,
  refundFields,
  type Told,
} from './signed-call.ts'

export type ControlRoom = AsyncDisposable & {
  readonly simulator: Simulator
  readonly admin: AdminClient
  /** A request as it is, below `/_admin`. */
  raw(path: string, init?: RequestInit): Promise<Response>
  /** Who pays and asks as the partner; without one as the first. */
  till(partner?: Pick<CreatedPartner, 'pid' | 'md5_key'>): Till
}

export type Till = {
  pay(partnerTransId: string, changes?: Fields): Promise<Told>
  query(partnerTransId: string): Promise<Told>
  cancel(partnerTransId: string): Promise<Told>
  refund(partnerTransId: string, partnerRefundId: string, changes?: Fields): Promise<Told>
}

export async function openControlRoom(options: SimulatorOptions = {}): Promise<ControlRoom> {
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const simulator = await startSimulator({ partners: [{ pid, md5Key }], seed: '7', onError, ...options })
  const token = options.adminToken
  return {
    simulator,
    admin: adminClient({ url: simulator.admin, token, fetch: checkedFetch }),
    raw: (path, init) => fetch(`${simulator.admin}${path}`, init),
    till: (partner = { pid, md5_key: md5Key }) => tillOf(simulator.gateway, partner),
    async [Symbol.asyncDispose]() {
      await simulator.stop()
      if (errors.length > 0) throw new AggregateError(errors, `the simulator met ${errors.length} errors: ${errors[0]}`)
    },
  }
}

function tillOf(gateway: string, { pid: partner, md5_key: key }: Pick<CreatedPartner, 'pid' | 'md5_key'>): Till {
  const ask = (fields: Fields) =>
    call(
      gateway,
      { ...fields, partner, ...('alipay_seller_id' in fields && { alipay_seller_id: partner }) },
      {
        signer: { signType: 'MD5', key },
      },
    )
  return {
    pay: (id, changes) => ask(payFields(id, changes)),
    query: (id) => ask(queryFields(id)),
    cancel: (id) => ask(cancelFields(id)),
    refund: (id, refundId, changes) => ask(refundFields(id, refundId, changes)),
  }
}

const checkedFetch: typeof fetch = async (target, init) => {
  const answer = await fetch(target, init)
  const type = answer.headers.get('content-type') ?? ''
  if (!type.includes('json') || String(target).includes('format=')) return answer
  const body: unknown = await answer.clone().json()
  if (!answer.ok) expect(problemSchema.safeParse(body).error).toBeUndefined()
  else expect(answerSchema(init?.method ?? 'GET', new URL(String(target)).pathname).parse(body)).toEqual(body)
  return answer
}

/** Of the first route that fits, as the server takes it. */
function answerSchema(method: string, pathname: string) {
  const route = routes.find(({ name }) => {
    const { method: wanted, path } = operations[name]
    const pattern = new RegExp(`^/_admin${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
    return wanted.toUpperCase() === method && pattern.test(pathname)
  })
  return route?.shape.answer ?? expect.fail(`no route describes the answer of ${method} ${pathname}`)
}
