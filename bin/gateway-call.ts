/**
 * One call to a gateway, from the settings to the exit code: sends it and reports, or prints the curl command instead.
 */
import { currencyNamed } from '../protocol/currency.ts'
import { errorRow } from '../protocol/error-code.ts'
import { type Money, parseAmount } from '../protocol/money.ts'
import type { Service } from '../protocol/service.ts'
import type { AlipayClient, Transport } from '../reference/client/index.ts'
import { type CallOutcome, holds, reportRecord, reportText } from './call-report.ts'
import type { CommandRun, ExitCode } from './command.ts'
import { CommandError } from './command-error.ts'
import { requestAsCurl } from './curl-command.ts'
import { gatewayClient } from './gateway-client.ts'
import type { OptionTable } from './option-row.ts'
import type { Settings } from './settings.ts'

type Run = Pick<CommandRun<OptionTable>, 'settings' | 'surroundings'> & {
  readonly options: { readonly json: boolean; readonly curl: boolean }
}

/** @throws CommandError UNREACHABLE_GATEWAY, KEY_REFUSED and what {@link gatewayClient} throws */
export async function callGateway(
  { settings, options, surroundings }: Run,
  service: Service,
  send: (client: AlipayClient) => Promise<CallOutcome>,
): Promise<ExitCode> {
  if (options.curl) {
    surroundings.write(`${await curlOf(settings, send)}\n`)
    return 0
  }
  const client = await gatewayClient(settings)
  try {
    const outcome = await send(client)
    refuseUnreachable(outcome, settings)
    const report = options.json ? `${JSON.stringify(reportRecord(outcome, service))}\n` : reportText(outcome, service)
    surroundings.write(report)
    refuseWrongKey(outcome, settings)
    return holds(outcome) ? 0 : 1
  } finally {
    client.close()
  }
}

/** @throws CommandError UNREACHABLE_GATEWAY: nothing was sent, so nothing is unknown */
export function refuseUnreachable(outcome: CallOutcome, { gateway }: Settings): void {
  if (outcome.outcome !== 'unknown') return
  const { reason, detail } = outcome
  if (reason === 'unreachable' || reason === 'connectTimeout')
    throw new CommandError('UNREACHABLE_GATEWAY', { detail: `${gateway} does not answer: ${detail}.` })
}

/** Refusals that mend themselves by no other request, only by another key. */
const keyErrors: readonly string[] = [
  'ILLEGAL_SIGN',
  'ILLEGAL_SIGN_TYPE',
  'ILLEGAL_PARTNER',
  'ILLEGAL_SECURITY_PROFILE',
  'HAS_NO_PUBLICKEY',
  'ILLEGAL_DYN_MD5_KEY',
]

/** @throws CommandError KEY_REFUSED */
export function refuseWrongKey(outcome: CallOutcome, { gateway, partner }: Settings): void {
  if (outcome.outcome !== 'refused' || !keyErrors.includes(outcome.error)) return
  const meaning = errorRow(outcome.error, 'pay')?.meaning ?? outcome.error
  const detail = `${gateway} refuses what partner ${partner} signs (${outcome.error}: ${meaning.replace(/\.$/, '')}).`
  throw new CommandError('KEY_REFUSED', { detail })
}

/** The request is made and signed as always; what would carry it gives it up unsent. */
const unsent: Transport = {
  exchange: async () => ({ ok: false, failure: 'aborted', detail: 'not sent', received: Buffer.alloc(0) }),
  close: () => undefined,
}

async function curlOf(settings: Settings, send: (client: AlipayClient) => Promise<CallOutcome>): Promise<string> {
  const { request } = (await send(await gatewayClient(settings, unsent))).exchange
  return requestAsCurl(request, settings.charset ?? 'UTF-8')
}

/** @throws CommandError BAD_USAGE */
export function moneyGiven({ amount, currency }: { readonly amount: string; readonly currency: string }): Money {
  const known = currencyNamed(currency)
  if (known === undefined)
    throw new CommandError('BAD_USAGE', {
      detail: `--currency ${currency} is none of the product's (docs/protocol.md).`,
    })
  const parsed = parseAmount(amount, known)
  if (!parsed.ok) throw new CommandError('BAD_USAGE', { detail: `--amount ${amount}: ${parsed.rule} belongs there.` })
  return parsed.money
}
