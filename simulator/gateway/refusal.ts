/**
 * A request that the gateway refuses (`is_success` F): its error code, and the diagnosis that the official sandbox never gives.
 * Source: gateway.md §5, §7.
 */
import type { Diagnosis } from '../../protocol/diagnosis/diagnosis.ts'
import { bounded } from '../../protocol/diagnosis/shown.ts'
import type { GatewayErrorCode } from '../../protocol/error-code.ts'

const valueMost = 200
const sentenceMost = 600

export type Refusal = { readonly ok: false; readonly code: GatewayErrorCode; readonly diagnosis: Diagnosis }

/** What a step gives the next one, or why the line ends here. */
export type Step<Value> = { readonly ok: true; readonly value: Value } | Refusal

export function pass<Value>(value: Value): Step<Value> {
  return { ok: true, value }
}

/** The caller's own text is cut: it may be as long as a request. */
export function refuse(code: GatewayErrorCode, { value, ...diagnosis }: Omit<Diagnosis, 'code'>): Refusal {
  const shown = value === undefined ? {} : { value: bounded(value, valueMost) }
  return {
    ok: false,
    code,
    diagnosis: { code, ...diagnosis, ...shown, sentence: bounded(diagnosis.sentence, sentenceMost) },
  }
}
