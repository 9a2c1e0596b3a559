/**
 * Step 5, validate: the contract allows the service, every field keeps its rule; the parameters become an order in the
 * ledger's words. Walks the field tables of protocol/. Source: gateway.md §7 (order of checks), spot-pay.md §1-§4.
 */
import { diagnoseField } from '../../protocol/diagnosis/diagnosis.ts'
import type { FieldRow } from '../../protocol/field.ts'
import { cancelRequestFields } from '../../protocol/fields/cancel.ts'
import { payRequestFields } from '../../protocol/fields/pay.ts'
import { queryRequestFields } from '../../protocol/fields/query.ts'
import { refundRequestFields } from '../../protocol/fields/refund.ts'
import type { Service } from '../../protocol/service.ts'
import type { SignType } from '../../protocol/signature.ts'
import { type ValidationOptions, validateFields } from '../../protocol/validate-fields.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Order } from '../ledger/order.ts'
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
  const [problem] = validateFields(tables[service], values, { ...optionsOf(dialect, partner)[service], charset })
  if (problem !== undefined) return { ok: false, code: 'INVALID_PARAMETER', diagnosis: diagnoseField(problem) }
  return pass(toOrder(service, values, { partner: partner.pid, charset, signType }, dialect))
}

const optionsCache = new WeakMap<Dialect, WeakMap<Partner, Record<Service, ValidationOptions>>>()

/** What the dialect and the contract make of the tables, built once for each pair. */
function optionsOf(dialect: Dialect, partner: Partner): Record<Service, ValidationOptions> {
  const ofDialect = optionsCache.get(dialect) ?? new WeakMap<Partner, Record<Service, ValidationOptions>>()
  optionsCache.set(dialect, ofDialect)
  const known = ofDialect.get(partner)
  if (known !== undefined) return known
  const { lengthUnit, wholeCurrencyDecimals, payExtendInfo: extendInfo } = dialect
  const basics = { lengthUnit, wholeCurrencyDecimals } as const
  const currencies = partner.currencies === undefined ? {} : { currency: partner.currencies }
  const codeTypes = dialect.identityCodeType === 'barcode' ? { identity_code_type: ['barcode'] } : {}
  const options = {
    pay: {
      ...basics,
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
  } satisfies Record<Service, ValidationOptions>
  ofDialect.set(partner, options)
  return options
}

function noPrivilege(partner: Partner, service: Service): Step<never> {
  return refuse('ILLEGAL_PARTNER_EXTERFACE', {
    sentence: `The contract of partner ${partner.pid} does not include ${service}.`,
    next: 'Give the partner the service, or call with a partner that has it.',
    parameter: 'service',
  })
}
