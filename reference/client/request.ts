/**
 * A request as it goes out: common parameters added, signed once, its text fixed from then on.
 * `_input_charset` stands in the URL alone, as the official SDK has it, and is signed all the same: a gateway has to
 * know it before it decodes the body. Knows no service's fields. Source: gateway.md §2, §4; signature.md §1.
 */
import { canonicalString, signedParameters } from '../../protocol/canonical.ts'
import { type Charset, isEncodable } from '../../protocol/charset.ts'
import { encodeForm, type Parameter, toParameters } from '../../protocol/parameter.ts'
import { type Service, serviceNames } from '../../protocol/service.ts'
import { type Signer, signOffThread } from '../../protocol/signature.ts'
import { AlipayClientError } from './client-error.ts'

export type Sender = {
  readonly gateway: URL
  readonly partner: string
  readonly charset: Charset
  readonly signer: Signer
}

/** A service's own parameters by their names on the wire; what is absent or empty is neither sent nor signed. */
export type RequestFields = Readonly<Record<string, string | undefined>>

export type SignedRequest = {
  readonly service: Service
  /** With `_input_charset` in its query. */
  readonly url: string
  /** All that is sent, `sign_type` and `sign` included. */
  readonly parameters: readonly Parameter[]
  /** What was signed, without the key. */
  readonly signedString: string
  /** The form, escaped: ASCII only, so safe for a log. It holds the buyer's identity code. */
  readonly body: string
}

/** @throws AlipayClientError NOT_IN_CHARSET */
export async function signRequest(sender: Sender, service: Service, fields: RequestFields): Promise<SignedRequest> {
  const { gateway, partner, charset, signer } = sender
  const signed = signedParameters(
    toParameters({ service: serviceNames[service], partner, _input_charset: charset, ...fields }),
  )
  for (const { name, value } of signed) refuseUnwritable(name, value, charset)
  const signedString = canonicalString(signed)
  const sign = await signOffThread(signedString, signer, charset)
  const parameters = [...signed, { name: 'sign_type', value: signer.signType }, { name: 'sign', value: sign }]
  const url = new URL(gateway)
  url.searchParams.set('_input_charset', charset)
  const inBody = parameters.filter(({ name }) => name !== '_input_charset')
  return { service, url: url.href, parameters, signedString, body: encodeForm(inBody, charset) }
}

function refuseUnwritable(name: string, value: string, charset: Charset): void {
  if (isEncodable(value, charset)) return
  throw new AlipayClientError('NOT_IN_CHARSET', { detail: `${name} has a character that ${charset} cannot write.` })
}
