/**
 * Values and texts as they may be kept: without the keys of the run, payment codes masked. A SUT may say anything anywhere,
 * its own key among it. Pure. Source: issue 6 (Evidence); certification.md §4 (never show the identity code).
 */
import { maskIdentityCode } from '../../protocol/identity-code.ts'

export type Secrets = {
  readonly md5Key: string
  /** PEM; null where there is none. */
  readonly privateKey: string | null
  /** Those of the kit's merchants, around a relay. */
  readonly merchantKeys?: readonly string[]
  /** Payment codes that are known. */
  readonly codes?: readonly string[]
}

/** A key shorter than this is a word that may well stand in an honest value. */
const keyLengthLeast = 8
/** Codes below this are masked whole, so that any text of their length would do. */
const codeLengthLeast = 12

/** @param value plain data: what JSON cannot say is lost */
export function withoutSecrets<Value>(value: Value, secrets: Secrets): Value {
  const text = JSON.stringify(value, (name, part: unknown) => (headersOfWho.has(name) ? '[masked]' : part))
  return JSON.parse(replaced(text, secrets)) as Value
}

/** The end of a program's stderr, and its like: whatever looks like a payment code is masked there. */
export function textWithoutSecrets(text: string, secrets: Secrets): string {
  return replaced(text, secrets).replaceAll(/(?<!\d)(?:2[5-9]|30)\d{14,22}(?!\d)/g, maskIdentityCode)
}

/** HTTP headers that say who somebody is; the gateway asks for none of them. */
const headersOfWho: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie'])

function replaced(text: string, { md5Key, privateKey, merchantKeys = [], codes = [] }: Secrets): string {
  const keys = [md5Key, ...merchantKeys, ...(privateKey ?? '').split('\n').filter((line) => !line.startsWith('-----'))]
  const masks = [
    ...keys.filter(({ length }) => length >= keyLengthLeast).map((key) => [key, '[key]'] as const),
    ...codes.filter(({ length }) => length >= codeLengthLeast).map((code) => [code, maskIdentityCode(code)] as const),
  ]
  return masks.reduce(
    (masked, [secret, mask]) => spellings(secret).reduce((t, s) => t.replaceAll(s, mask), masked),
    text,
  )
}

/** As it stands, in JSON, and in a URL or a form. */
function spellings(secret: string): readonly string[] {
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])]
}
