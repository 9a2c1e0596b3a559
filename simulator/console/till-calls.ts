/** The till beside the phone: any backend that speaks the terminal API. Source: terminal-api.md. */

export type TillPayment = {
  readonly payment_id: string
  readonly amount: string
  readonly currency: string
  readonly status: 'pending' | 'paid' | 'not_paid' | 'cancelled' | 'unclear'
  readonly refunded?: string
  readonly partner_trans_id?: string
  readonly reason?: string
  readonly message?: string
}

export type Answered = { readonly ok: true } | { readonly ok: false; readonly why: string }

export type TillCalls = {
  pay(payment: { payment_id: string; code: string; amount: string; currency: string }): Promise<Answered>
  cancel(paymentId: string): Promise<Answered>
  refund(paymentId: string, refund: { refund_id: string; amount: string }): Promise<Answered>
  get(paymentId: string): Promise<TillPayment | undefined>
}

/** A till may answer a payment only when it is known: a cashier waits that long. */
const patienceMs = 180_000

export function tillCalls(url: string): TillCalls {
  const ask = async (path: string, body?: object): Promise<Response | string> => {
    try {
      return await fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        signal: AbortSignal.timeout(patienceMs),
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    } catch (error) {
      return `The till at ${url} does not answer (${error instanceof Error ? error.message : error}).`
    }
  }
  const told = async (answer: Response | string): Promise<Answered> => {
    if (typeof answer === 'string') return { ok: false, why: answer }
    if (answer.ok) return { ok: true }
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string }
    return { ok: false, why: problem.detail ?? problem.title ?? `The till answered ${answer.status}.` }
  }
  const of = (paymentId: string) => `/payments/${encodeURIComponent(paymentId)}`
  return {
    pay: async (payment) => told(await ask('/payments', payment)),
    cancel: async (paymentId) => told(await ask(`${of(paymentId)}/cancel`, {})),
    refund: async (paymentId, refund) => told(await ask(`${of(paymentId)}/refunds`, refund)),
    async get(paymentId) {
      const answer = await ask(of(paymentId))
      return typeof answer === 'string' || !answer.ok ? undefined : ((await answer.json()) as TillPayment)
    },
  }
}
