/**
 * Whether a payment code may open a trade: whose phone shows it, whether it is fresh, whether the account lets it through.
 * Source: spot-pay.md §4 (life of a code), §6 (refusals).
 */
import type { Dialect } from '../dialect/switch.ts'
import type { Buyer } from '../ledger/trade.ts'
import type { Partner } from '../partner.ts'
import type { Store } from '../store/store.ts'
import type { AccountRefusal } from '../wallet/account.ts'
import { strangerOf } from '../wallet/stranger.ts'

export type Admission =
  | {
      readonly kind: 'admitted'
      readonly buyer: Buyer
      /** The account has limits of its own: the wallet judges the amount. */
      readonly known: boolean
      /** The code is used up by this payment. */
      readonly spends?: string
    }
  | {
      readonly kind: 'refused'
      readonly error: Dialect['identityCodeUnknown'] | 'SOUNDWAVE_PARSER_FAIL' | AccountRefusal
    }

const behaviourCode = /^2800\d{4}/

export type AdmissionParts = { readonly store: Store; readonly dialect: Dialect; readonly strict: boolean }

export function admit(
  { store, dialect, strict }: AdmissionParts,
  { pid, wallet, random }: Partner,
  { identityCode, partnerTransId }: { identityCode: string; partnerTransId: string },
): Admission | Promise<Admission> {
  const shown = wallet.shownBy(identityCode)
  if (shown === undefined && strict && !behaviourCode.test(identityCode))
    return { kind: 'refused', error: dialect.identityCodeUnknown }
  if (shown === undefined && !strict) return { kind: 'admitted', buyer: strangerOf(identityCode, random), known: false }
  return admitOnce(store, { pid, identityCode, partnerTransId }, shown?.expired ?? false, {
    kind: 'admitted',
    buyer: shown?.buyer ?? strangerOf(identityCode, random),
    known: shown !== undefined,
    spends: identityCode,
  })
}

/** A code that may pay once. */
async function admitOnce(
  store: Store,
  { pid, identityCode, partnerTransId }: { pid: string; identityCode: string; partnerTransId: string },
  expired: boolean,
  admitted: Admission,
): Promise<Admission> {
  const spender = await store.codeSpender(pid, identityCode)
  const spent = spender !== undefined && spender !== partnerTransId
  return expired || spent ? { kind: 'refused', error: 'SOUNDWAVE_PARSER_FAIL' } : admitted
}
