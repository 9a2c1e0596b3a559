/**
 * `pay --collect`: walks the payment loop of the reference client, tells each step as it happens, and the end.
 */
import { collectPayment, type OnPaymentStep, type PaymentEnd, type PayOrder } from '../reference/client/index.ts'
import { outcomeSentence, reportRecord } from './call-report.ts'
import type { ExitCode, Surroundings } from './command.ts'
import { refuseUnreachable, refuseWrongKey } from './gateway-call.ts'
import { gatewayClient } from './gateway-client.ts'
import type { Settings } from './settings.ts'

type Run = {
  readonly settings: Settings
  readonly options: { readonly json: boolean; readonly timeScale: number }
  readonly surroundings: Surroundings
}

/** @throws CommandError UNREACHABLE_GATEWAY, KEY_REFUSED and what {@link gatewayClient} throws */
export async function collect({ settings, options, surroundings }: Run, order: PayOrder): Promise<ExitCode> {
  const client = await gatewayClient(settings)
  const givenUp = new AbortController()
  surroundings.interruption().then(() => givenUp.abort())
  const steps: unknown[] = []
  const onStep: OnPaymentStep = (event) => {
    if (event.event === 'sending') return
    const { step, attempt, outcome } = event
    // Nothing was sent, or nothing will ever be accepted: there is no payment to find out about.
    if (step === 'pay') refuseUnreachable(outcome, settings)
    if (step === 'pay') refuseWrongKey(outcome, settings)
    const service = step === 'check' ? 'query' : step
    steps.push(reportRecord(outcome, service))
    if (!options.json) surroundings.write(`${step} ${attempt}  ${outcomeSentence(outcome, service).split('\n')[0]}\n`)
  }
  try {
    const { timeScale } = options
    const end = await collectPayment(client, order, { timings: { timeScale }, signal: givenUp.signal, onStep })
    surroundings.write(options.json ? `${JSON.stringify({ ...endRecord(end, order), steps })}\n` : endText(end, order))
    return end.end === 'paid' ? 0 : 1
  } finally {
    client.close()
  }
}

function endText(end: PaymentEnd, { partnerTransId }: PayOrder): string {
  return `${endName(end)}  ${partnerTransId}: ${end.message}\n`
}

function endRecord(end: PaymentEnd, { partnerTransId }: PayOrder): Readonly<Record<string, unknown>> {
  return {
    outcome: endName(end),
    partner_trans_id: partnerTransId,
    message: end.message,
    ...(end.end === 'notPaid' && { reason: end.reason }),
    ...(end.end === 'cancelled' && { action: end.action }),
    ...(end.end === 'unclear' && { person_must_look: end.personMustLook }),
    ...(end.end !== 'unclear' && end.trade?.alipayTransId && { alipay_trans_id: end.trade.alipayTransId }),
  }
}

/** In the words of the terminal API: `not_paid`. */
function endName({ end }: PaymentEnd): string {
  return end === 'notPaid' ? 'not_paid' : end
}
