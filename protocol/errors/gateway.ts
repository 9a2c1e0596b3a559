/**
 * The errors of the gateway itself (`is_success` F), whatever the service. Source: gateway.md §7.
 */
import { cashierTexts } from './cashier.ts'
import type { ErrorTable } from './error-row.ts'

const repairByTheIntegrator = { kind: 'repair', cashier: cashierTexts.till } as const
const repairWithAlipay = {
  ...repairByTheIntegrator,
  action: 'Ask Alipay support; nothing in the request mends it.',
  grade: 'C',
} as const
const routing = { ...repairWithAlipay, meaning: 'An error inside the gateway, on its way to the service.' } as const

export const gatewayErrors = {
  SYSTEM_ERROR: {
    meaning: 'Alipay is unavailable; whether the request was carried out is not known.',
    kind: 'query',
    action: 'Pay: ask by query. Query, cancel, refund: repeat the identical request up to a limit, then call a person.',
    cashier: cashierTexts.unknown,
    grade: 'A',
  },
  ILLEGAL_SIGN: {
    ...repairByTheIntegrator,
    meaning: 'The signature is wrong.',
    action: 'Compare the string you signed, byte by byte, with the one that should have been signed.',
    grade: 'A',
  },
  INVALID_PARAMETER: {
    ...repairByTheIntegrator,
    meaning: 'A parameter is missing or breaks its rule.',
    action: 'Check every parameter against the field table of the service.',
    grade: 'A',
  },
  ILLEGAL_ARGUMENT: {
    ...repairByTheIntegrator,
    meaning: 'A parameter is wrong.',
    action: 'Check the parameters; ask Alipay support when it stays.',
    grade: 'A',
  },
  ILLEGAL_PARTNER: {
    ...repairByTheIntegrator,
    meaning: 'Nobody has this partner ID.',
    action: 'Send the PID that Alipay gave you as `partner`.',
    grade: 'A',
  },
  ILLEGAL_EXTERFACE: {
    ...repairByTheIntegrator,
    meaning: 'The interface is not configured.',
    action: 'Check the value of `service`.',
    grade: 'A',
  },
  ILLEGAL_PARTNER_EXTERFACE: {
    ...repairByTheIntegrator,
    meaning: 'The partner may not use this service.',
    action: 'Check that the contract for the service is finished.',
    grade: 'A',
  },
  ILLEGAL_SIGN_TYPE: {
    ...repairByTheIntegrator,
    meaning: 'The sign type is not allowed.',
    action: 'Send MD5, RSA or RSA2 as `sign_type`, in upper case.',
    grade: 'A',
  },
  HAS_NO_PRIVILEGE: {
    ...repairWithAlipay,
    meaning: 'The partner has no right to do this.',
    grade: 'A',
  },
  ILLEGAL_SERVICE: {
    ...repairByTheIntegrator,
    meaning: 'There is no service of this name.',
    action: 'Spell `service` as the service table does.',
    grade: 'C',
  },
  ILLEGAL_CHARSET: {
    ...repairByTheIntegrator,
    meaning: 'The charset is not known.',
    action: 'Send UTF-8, GBK or GB2312 as `_input_charset`.',
    grade: 'C',
  },
  ILLEGAL_CLIENT_IP: { ...repairWithAlipay, meaning: 'Calls from this IP address are not allowed.' },
  ILLEGAL_SECURITY_PROFILE: {
    ...repairByTheIntegrator,
    meaning: 'No key fits the sign type, such as RSA used without a public key uploaded.',
    action: 'Upload the public key, or sign with the type that has a key.',
    grade: 'C',
  },
  HAS_NO_PUBLICKEY: {
    ...repairByTheIntegrator,
    meaning: 'No public key was uploaded.',
    action: 'Upload the public key.',
    grade: 'C',
  },
  ILLEGAL_DYN_MD5_KEY: { ...repairWithAlipay, meaning: 'The dynamic MD5 key is wrong.' },
  ILLEGAL_ENCRYPT: { ...repairWithAlipay, meaning: 'The encryption is wrong.' },
  ILLEGAL_USER: { ...repairWithAlipay, meaning: 'The user ID is wrong.' },
  ILLEGAL_AGENT: { ...repairWithAlipay, meaning: 'The agent ID is wrong.' },
  EXPARTNER_INFO_UNCORRECT: { ...repairWithAlipay, meaning: "The partner's data at Alipay are not correct." },
  SESSION_TIMEOUT: { ...routing },
  ILLEGAL_TARGET_SERVICE: { ...routing },
  ILLEGAL_ACCESS_SWITCH_SYSTEM: { ...routing },
  EXTERFACE_IS_CLOSED: { ...routing, meaning: 'The interface is closed.' },
} as const satisfies ErrorTable

export type GatewayErrorCode = keyof typeof gatewayErrors
