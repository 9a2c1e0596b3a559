/**
 * One signed call of the gateway, and what may be believed of its answer. Knows no order. Node's standard library only,
 * written from signature.md §1 and §2, gateway.md §2, §3, §5, §6.
 */
import { createHash, createPrivateKey, createPublicKey, sign, timingSafeEqual, verify } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { readXml } from './xml.mjs'

const answerBytesMax = 64 * 1024

/**
 * @typedef {{ kind: 'accepted', fields: Record<string, string>, error: string }
 *   | { kind: 'refused', error: string }
 *   | { kind: 'unknown', error: string, late?: boolean, flaw?: string }} Answer
 *   accepted: taken by the gateway and signed by Alipay; refused: nothing was processed (never signed);
 *   unknown: no answer, or none that counts, SYSTEM_ERROR at either level included.
 */

/**
 * @param {{ url: string, partner: string, signType: 'MD5' | 'RSA2', key: string, alipayKey: string }} settings
 *   for RSA2 the keys are PEM; for MD5 both are the one shared key
 * @returns {(service: string, fields: Record<string, string>, timeoutMs: number) => Promise<Answer>}
 */
export function openGateway({ url, partner, ...keys }) {
  const signer = keys.signType === 'RSA2' ? rsa2(keys) : md5(keys)
  return async function call(service, fields, timeoutMs) {
    const request = { ...fields, service, partner, _input_charset: 'UTF-8' }
    const signed = { ...request, sign_type: keys.signType, sign: signer.sign(canonical(request)) }
    const deadline = AbortSignal.timeout(timeoutMs)
    try {
      return readAnswer(await exchange(url, signed, deadline), keys.signType, signer)
    } catch (error) {
      return { kind: 'unknown', error: '', late: deadline.aborted, flaw: String(error.message) }
    }
  }
}

/** Values as they are, not as they are sent; without the empty ones; by the bytes of the names. */
function canonical(fields) {
  const names = Object.keys(fields).filter((name) => fields[name] !== '' && name !== 'sign' && name !== 'sign_type')
  return names
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
}

function md5({ key }) {
  const digest = (text) =>
    createHash('md5')
      .update(text + key, 'utf8')
      .digest('hex')
  return {
    sign: digest,
    verify: (text, given) => given.length === 32 && timingSafeEqual(Buffer.from(digest(text)), Buffer.from(given)),
  }
}

function rsa2({ key, alipayKey }) {
  const [own, theirs] = [createPrivateKey(key), createPublicKey(alipayKey)]
  return {
    sign: (text) => sign('RSA-SHA256', Buffer.from(text), own).toString('base64'),
    verify: (text, given) => verify('RSA-SHA256', Buffer.from(text), theirs, Buffer.from(given, 'base64')),
  }
}

/** One try and one deadline for all of it; no redirect is followed, no connection is used twice. */
async function exchange(url, fields, signal) {
  const filled = Object.entries(fields).filter(([, value]) => value !== '')
  const form = new URLSearchParams(filled.filter(([name]) => name !== '_input_charset')).toString()
  const target = new URL(url)
  // The gateway has to know the charset before it decodes the body.
  target.searchParams.set('_input_charset', fields._input_charset)
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) }
  const { request } = target.protocol === 'https:' ? https : http
  const response = await new Promise((resolve, reject) => {
    const asked = request(target, { method: 'POST', headers, agent: false, signal }, resolve)
    asked.on('error', reject)
    asked.end(form)
  })
  try {
    if (response.statusCode !== 200) throw new Error(`HTTP status ${response.statusCode}`)
    return await bodyOf(response)
  } finally {
    response.destroy()
  }
}

async function bodyOf(response) {
  const chunks = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    size += chunk.length
    if (size > answerBytesMax) throw new Error('the answer is far too long')
  }
  return Buffer.concat(chunks)
}

/** @returns {Answer} */
function readAnswer(bytes, signType, signer) {
  const root = readXml(bytes)
  const said = textsOf(root)
  if (root.name !== 'alipay' || !['T', 'F'].includes(said.is_success)) throw new Error('no answer of the gateway')
  if (said.is_success === 'F') return believed({ kind: 'refused', error: said.error ?? 'unnamed' })
  const inner = root.children.find(({ name }) => name === 'response')?.children.find(({ name }) => name === 'alipay')
  if (inner === undefined) throw new Error('the answer has no response')
  const fields = textsOf(inner)
  if (said.sign_type !== signType || said.sign === undefined || !signer.verify(canonical(fields), said.sign))
    throw new Error('the answer is not signed by Alipay')
  return believed({ kind: 'accepted', fields, error: fields.error ?? fields.detail_error_code ?? '' })
}

function believed(answer) {
  return answer.error === 'SYSTEM_ERROR' ? { kind: 'unknown', error: answer.error } : answer
}

function textsOf({ children }) {
  const texts = Object.create(null)
  for (const { name, text } of children) {
    if (name in texts) throw new Error(`the answer says ${name} twice`)
    texts[name] = text
  }
  return texts
}
