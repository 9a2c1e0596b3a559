/**
 * A signed request as the curl command that sends it: safe to paste into a POSIX shell, and readable before it is.
 * Pure. Source: gateway.md §2.
 */
import type { Charset } from '../protocol/charset.ts'
import { encodeComponent, type Parameter } from '../protocol/parameter.ts'
import type { SignedRequest } from '../reference/client/index.ts'

/** `_input_charset` stands in the URL, all else in the body. */
export function requestAsCurl({ url, parameters }: SignedRequest, charset: Charset): string {
  const inBody = parameters.filter(({ name }) => name !== '_input_charset')
  const data = inBody.map((parameter) => dataOption(parameter, charset))
  // Brackets of an IPv6 address are a range to curl unless it is told otherwise.
  const call = `curl -sS${url.includes('[') ? ' --globoff' : ''} ${shellQuoted(url)}`
  return [call, ...data].join(' \\\n  ')
}

/** curl escapes the bytes that the terminal gives it, which are UTF-8: for another charset the escaping is done here. */
function dataOption({ name, value }: Parameter, charset: Charset): string {
  const escaped = encodeComponent(value, charset)
  if (escaped === value) return `-d ${shellQuoted(`${name}=${value}`)}`
  const curlCanEscape = charset === 'UTF-8' || /^[\x20-\x7e]*$/.test(value)
  return curlCanEscape
    ? `--data-urlencode ${shellQuoted(`${name}=${value}`)}`
    : `-d ${shellQuoted(`${name}=${escaped}`)}`
}

/** One word of a POSIX shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
