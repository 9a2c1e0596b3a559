/**
 * Step 5, validate: the contract allows the service, every field keeps its rule; the parameters become an order in the
 * ledger's words. Walks the field tables of protocol/. Source: gateway.md §7 (order of checks), spot-pay.md §1-§4.
 */
import type { Charset } from '../../protocol/charset.ts'
import { diagnoseField } from '../../protocol/diagnosis/diagnosis.ts'
import type { FieldRow } from '../../protocol/field.ts'
import { cancelRequestFields } from '../../protocol/fields/cancel.ts'
import { payRequestFields } from '../../protocol/fields/pay.ts'
import { queryRequestFields } from '../../protocol/fields/query.ts'
import { refundRequestFields } from '../../protocol/fields/refund.ts'
import type { Service } from '../../protocol/service.ts'
import type { SignType } from '../../protocol/signature.ts'
import { type JsonMemory, type ValidationOptions, validateFields } from '../../protocol/validate-fields.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Order } from '../ledger/order.ts'
import { ownString } from '../ledger/own-string.ts'
import type { Partner } from '../partner.ts'
import type { Decoded } from './decode.ts'
import { toOrder } from './order-reader.ts'
import { pass, refuse, type Step } from './refusal.ts'

const tables: Readonly<Record<Service, readonly FieldRow[]>> = {
  pay: payRequestFields,
  query: queryRequestFields,
  cancel: cancelRequestFields,
  refund: refundRequestFields,
}

export function validate(
  { charset, values }: Decoded,
  { service, partner }: { readonly service: Service; readonly partner: Partner },
  signType: SignType,
  dialect: Dialect,
): Step<Order> {
  if (partner.services?.includes(service) === false) return noPrivilege(partner, service)
  const [problem] = validateFields(tables[service], values, optionsOf(dialect, partner, charset)[service])
  if (problem !== undefined) return { ok: false, code: 'INVALID_PARAMETER', diagnosis: diagnoseField(problem) }
  return pass(toOrder(service, values, { partner: partner.pid, charset, signType }, dialect))
}

type Options = Readonly<Record<Service, ValidationOptions>>

const optionsCache = new WeakMap<Partner, { readonly dialect: Dialect; readonly byCharset: Map<Charset, Options> }>()

/** What the dialect and the contract make of the tables, built once for each partner and charset. */
function optionsOf(dialect: Dialect, partner: Partner, charset: Charset): Options {
  let cached = optionsCache.get(partner)
  if (cached?.dialect !== dialect) {
    cached = { dialect, byCharset: new Map() }
    optionsCache.set(partner, cached)
  }
  let options = cached.byCharset.get(charset)
  if (options === undefined) {
    options = makeOptions(dialect, partner, charset)
    cached.byCharset.set(charset, options)
  }
  return options
}

function makeOptions(dialect: Dialect, partner: Partner, charset: Charset): Options {
  const { lengthUnit, wholeCurrencyDecimals, payExtendInfo: extendInfo } = dialect
  const basics = { lengthUnit, wholeCurrencyDecimals, charset } as const
  const currencies = partner.currencies === undefined ? {} : { currency: partner.currencies }
  const codeTypes = dialect.identityCodeType === 'barcode' ? { identity_code_type: ['barcode'] } : {}
  return {
    pay: {
      ...basics,
      knownJson: jsonMemory(),
      needs: {
        notify_url: dialect.payNotifyUrl,
        ...(extendInfo === 'optional' ? { extend_info: 'optional' as const } : {}),
      },
      extendInfo: extendInfo === 'optional' ? 'lenient' : extendInfo,
      allowed: { ...currencies, ...codeTypes },
    },
    query: {
      ...basics,
      ...(dialect.queryPartnerTransId === 'required' ? { needs: { partner_trans_id: 'required' as const } } : {}),
    },
    cancel: { ...basics, needs: { timestamp: dialect.cancelTimestamp, _input_charset: dialect.cancelInputCharset } },
    refund: { ...basics, needs: { notify_url: dialect.refundNotifyUrl } },
  }
}

const textsMost = 1_000
const textLengthMost = 2_048

function jsonMemory(): JsonMemory {
  const texts = new Map<string, Set<string>>()
  return {
    has: (field, text) => texts.get(field)?.has(text) === true,
    add(field, text) {
      const known = texts.get(field) ?? new Set()
      if (known.size < textsMost && text.length <= textLengthMost) texts.set(field, known.add(ownString(text)))
    },
  }
}

function noPrivilege(partner: Partner, service: Service): Step<never> {
  return refuse('ILLEGAL_PARTNER_EXTERFACE', {
    sentence: `The contract of partner ${partner.pid} does not include ${service}.`,
    next: 'Give the partner the service, or call with a partner that has it.',
    parameter: 'service',
  })
}
