/**
 * Executes the services beside the four: looks up one refund, registers a store of a secondary merchant, tells how far its
 * registration has come. They move no money, and no behaviour acts on them: they are checked and answered here.
 * Source: gateway.md §4; protocol/fields/refund-query.ts and secondary-merchant*.ts for the fields and their pages.
 */
import { blankTime, parseTime } from '../../protocol/beijing-time.ts'
import { diagnoseField } from '../../protocol/diagnosis/diagnosis.ts'
import { sideFieldTables } from '../../protocol/field-tables.ts'
import { merchantStatusAnswerFields } from '../../protocol/fields/secondary-merchant-status.ts'
import type { SideService } from '../../protocol/service.ts'
import { validateFields } from '../../protocol/validate-fields.ts'
import type { Dialect } from '../dialect/switch.ts'
import { ownString } from '../ledger/own-string.ts'
import type { Refund } from '../ledger/trade.ts'
import { registerDocument } from '../merchants/merchant-register.ts'
import { statusOf } from '../merchants/secondary-merchant.ts'
import type { Partner } from '../partner.ts'
import { isBlocked, type Store } from '../store/store.ts'
import type { Decoded } from './decode.ts'
import { answered, type Fields, type Outcome } from './outcome.ts'
import { type Refusal, refuse } from './refusal.ts'

export type SideCall = { readonly service: SideService; readonly decoded: Decoded; readonly partner: Partner }
export type SideParts = { readonly store: Store; readonly dialect: Dialect }

type Values = ReadonlyMap<string, string>

export async function executeAside(parts: SideParts, { service, decoded, partner }: SideCall): Promise<Outcome> {
  const { values, charset } = decoded
  const { lengthUnit, wholeCurrencyDecimals } = parts.dialect
  const { request } = sideFieldTables[service]
  const [problem] = validateFields(request, values, { lengthUnit, wholeCurrencyDecimals, charset })
  if (problem !== undefined) return { kind: 'refused', code: 'INVALID_PARAMETER', diagnosis: diagnoseField(problem) }
  switch (service) {
    case 'refundQuery':
      return queryRefund(parts, partner, values)
    case 'merchantMaintain':
      return expired(partner, values) ?? maintain(parts, partner, values)
    case 'merchantStatus':
      return expired(partner, values) ?? tellStatus(partner, values)
  }
}

async function queryRefund({ store }: SideParts, partner: Partner, values: Values): Promise<Outcome> {
  const held = await store.trade(partner.pid, { partnerTransId: textOf(values, 'out_trade_no') })
  if (held === undefined || isBlocked(held)) return responded('TRADE_NOT_EXIST')
  const id = textOf(values, 'out_return_no')
  const refund = held.refunds.find(({ partnerRefundId }) => partnerRefundId === id)
  if (refund === undefined) return responded('NOT_FOUND')
  return responded('SUCCESS', {
    ...refundResult(refund),
    out_return_no: refund.partnerRefundId,
    out_trade_no: held.partnerTransId,
    trade_no: held.alipayTransId,
    gmt_create: blankTime(refund.requestedAt),
  })
}

/** The page's own name for funds that are too low; the refund itself answers with another. */
const fundsTooLow = 'MERCHANT_BALANCE_NOT_ENOUGH'

function refundResult({ state }: Refund): Fields {
  switch (state.name) {
    case 'done':
      return { refund_result_code: 'SUCCESS' }
    case 'failed':
      return { refund_result_code: 'FAILED', refund_error_code: fundsTooLow }
    case 'waiting':
      return { refund_result_code: 'PROCESSING', refund_error_code: state.attempts > 0 ? fundsTooLow : undefined }
  }
}

/** This service has no `result_code`. */
function responded(code: string, fields: Fields = {}): Outcome {
  const error = code === 'SUCCESS' ? {} : { error: code }
  return { kind: 'answered', resultCode: code, ...error, fields: { ...fields, response_code: code } }
}

async function maintain({ store }: SideParts, { pid, clock, merchants }: Partner, values: Values): Promise<Outcome> {
  const sent = sideFieldTables.merchantMaintain.request.flatMap(({ name }) => {
    const value = values.get(name) ?? ''
    return value === '' || name === '_input_charset' || name === 'timestamp' ? [] : [[name, ownString(value)] as const]
  })
  merchants.register({ ...keyOf(values), fields: Object.fromEntries(sent) }, clock.now())
  await store.kept?.keep(pid, registerDocument, () => merchants.write())
  return answered('SUCCESS', {})
}

/** What the answer says besides its own words: the fields of the registration that its table has. */
const echoed: ReadonlySet<string> = new Set(merchantStatusAnswerFields.map(({ name }) => name))

function tellStatus({ clock, merchants }: Partner, values: Values): Outcome {
  const merchant = merchants.find(keyOf(values))
  if (merchant === undefined) {
    const error = 'RECORD_NOT_FOUND'
    return { kind: 'answered', resultCode: 'FAILED', error, fields: { result_code: 'FAILED', error } }
  }
  const { fields, review } = merchant
  return answered('SUCCESS', {
    ...Object.fromEntries(Object.entries(fields).filter(([name]) => echoed.has(name))),
    status: statusOf(merchant, clock.now()),
    reject_reason: review.state === 'rejected' ? review.reason : undefined,
    payment_method: textOf(values, 'payment_method'),
  })
}

const lifeMs = 30 * 60_000

/** Source: gateway.md §4. A clock that goes ahead is no reason: requests of a sandbox come from everywhere. */
function expired({ clock }: Partner, values: Values): Outcome | undefined {
  const timestamp = textOf(values, 'timestamp')
  const sentAt = parseTime(timestamp) ?? 0
  if (clock.now() < sentAt + lifeMs) return undefined
  const { code, diagnosis }: Refusal = refuse('INVALID_PARAMETER', {
    sentence: `timestamp is ${timestamp}, and it is ${blankTime(clock.now())} in Beijing: the request has expired.`,
    next: 'Send the present time in GMT+8, whatever the time zone of the sender.',
    parameter: 'timestamp',
    rule: 'at most 30 minutes ago, in GMT+8',
    value: timestamp,
  })
  return { kind: 'refused', code, diagnosis }
}

function keyOf(values: Values) {
  return {
    secondaryMerchantId: ownString(textOf(values, 'secondary_merchant_id')),
    storeId: ownString(textOf(values, 'store_id')),
  }
}

function textOf(values: Values, name: string): string {
  return values.get(name) ?? ''
}
