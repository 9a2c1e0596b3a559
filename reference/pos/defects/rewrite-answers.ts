/**
 * A transport that signs the gateway's answers anew: how a till that believes what it should not is made of one that checks
 * everything. With RSA the client is given the public half of its own key in place of Alipay's. Not for anybody to copy.
 */
import { createPublicKey } from 'node:crypto'
import { answerFields, answerString, writeAcceptedAnswer } from '../../../protocol/answer.ts'
import { readAnswer } from '../../../protocol/answer-reader.ts'
import { readPrivateKey } from '../../../protocol/key.ts'
import { decodeForm, type Parameter } from '../../../protocol/parameter.ts'
import { sign, verify } from '../../../protocol/signature.ts'
import { signerOf, verifierOf } from '../../client/credentials.ts'
import type { ClientSettings, TransportRequest } from '../../client/index.ts'
import type { PosSettings } from '../settings.ts'
import type { Defect } from './defect.ts'

export type HeardAnswer = {
  readonly fields: Readonly<Record<string, string>>
  readonly genuine: boolean
  readonly signed: boolean
  /** What was asked. */
  readonly asked: Readonly<Record<string, string>>
}

/** The fields to be believed; undefined when the answer is not to be believed. */
export type Belief = (heard: HeardAnswer) => Readonly<Record<string, string>> | undefined

export function beliefMistake(believe: Belief): Defect['apply'] {
  return (parts) => ({
    ...parts,
    client: (settings) => parts.client(trustingOneself(settings)),
    transport(settings) {
      const good = parts.transport(settings)
      return {
        close: good.close,
        async exchange(request) {
          const result = await good.exchange(request)
          return result.ok ? { ...result, body: believed(result.body, request, settings, believe) } : result
        },
      }
    },
  })
}

function trustingOneself(settings: ClientSettings): ClientSettings {
  if (settings.key !== undefined) return settings
  const { privateKey } = settings
  const own = typeof privateKey === 'string' ? readPrivateKey(privateKey) : privateKey
  return { ...settings, alipayPublicKey: createPublicKey(own) }
}

function believed(body: Uint8Array, request: TransportRequest, settings: PosSettings, believe: Belief): Uint8Array {
  const { charset = 'UTF-8', credentials } = settings
  const answer = readAnswer(body)
  if (answer.kind !== 'accepted') return body
  const { sign: given = '', response } = answer
  const asked = decodeForm(Buffer.from(request.body ?? ''), charset).parameters
  const genuine = verify(answerString(response), given, verifierOf(credentials), charset)
  const heard = { fields: recordOf(response), genuine, signed: given !== '', asked: recordOf(asked) }
  const fields = believe(heard)
  if (fields === undefined) return Buffer.from('not to be believed')
  const list = answerFields(fields)
  const signer = signerOf(credentials)
  const anew = { sign: sign(answerString(list), signer, charset), signType: signer.signType }
  return writeAcceptedAnswer({ request: asked, response: list, ...anew }, 'UTF-8')
}

function recordOf(parameters: readonly Parameter[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
}
