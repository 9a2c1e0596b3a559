/**
 * A backend with an API of its own: orders in cents that are settled, void, or need somebody to ask. It knows nothing of
 * the terminal API; target.yaml says how the kit speaks with it. Node's standard library only.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { openBook } from './book.mjs'
import { openGateway } from './gateway.mjs'
import { openOrders, orderId, returnId } from './orders.mjs'
import { returnNumberShape } from './requests.mjs'

const {
  ALIPAY_URL,
  ALIPAY_PID,
  ALIPAY_SIGN_TYPE = 'RSA2',
  ALIPAY_MD5_KEY,
  ALIPAY_OWN_KEY,
  ALIPAY_THEIR_KEY,
} = process.env
const { PORT, DATA_DIR = '.', HURRY = '1' } = process.env
const currencies = ['USD', 'EUR', 'GBP', 'HKD', 'SGD', 'CNY']
const bodyBytesMax = 64 * 1024

const keys =
  ALIPAY_SIGN_TYPE === 'MD5'
    ? { key: ALIPAY_MD5_KEY, alipayKey: ALIPAY_MD5_KEY }
    : { key: readFileSync(ALIPAY_OWN_KEY, 'utf8'), alipayKey: readFileSync(ALIPAY_THEIR_KEY, 'utf8') }
const log = (line) => void process.stderr.write(`${line}\n`)
const gateway = openGateway({ url: ALIPAY_URL, partner: ALIPAY_PID, signType: ALIPAY_SIGN_TYPE, ...keys })
const book = await openBook(join(DATA_DIR, 'orders.jsonl'))
const orders = openOrders({ book, gateway, partner: ALIPAY_PID, hurry: Number(HURRY), log })

class Fault extends Error {
  constructor(status, fault, text) {
    super(text)
    this.answer = { status, body: { fault, text } }
  }
}

const routes = [
  ['GET', /^\/healthz$/, () => ({ status: 200, body: { ok: true } })],
  ['POST', /^\/v1\/orders$/, postOrder],
  ['GET', /^\/v1\/orders$/, listOrders],
  ['GET', /^\/v1\/orders\/([^/]+)$/, async ([orderNo]) => ({ status: 200, body: shownOrder(await known(orderNo)) })],
  ['POST', /^\/v1\/orders\/([^/]+)\/void$/, postVoid],
  ['POST', /^\/v1\/orders\/([^/]+)\/returns$/, postReturn],
  ['GET', /^\/v1\/orders\/([^/]+)\/returns\/([^/]+)$/, getReturn],
]

async function postOrder(_, body) {
  const draft = orderDraft(body)
  const held = book.latest(orderId(draft.orderNo))
  if (held === undefined) await orders.open(draft)
  else requireSame(held, draft, ['scannedCode', 'scannedAs', 'amountCents', 'currency', 'text', 'shop'])
  return { status: held === undefined ? 202 : 200, body: shownOrder(await known(draft.orderNo)) }
}

async function postVoid([orderNo]) {
  await known(orderNo)
  await orders.void(orderNo)
  return { status: 202, body: shownOrder(await known(orderNo)) }
}

async function postReturn([orderNo], body) {
  await known(orderNo)
  const draft = {
    orderNo,
    returnNo: text(body, 'returnNo', /^.{1,64}$/su),
    amountCents: cents(body, 999_999_999),
    why: why(body),
  }
  const id = returnId(orderNo, draft.returnNo)
  const held = book.latest(id)
  if (held === undefined && book.latest(orderId(orderNo)).state !== 'SETTLED')
    throw new Fault(409, 'STATE', 'This order is not settled.')
  if (held === undefined) await orders.giveReturn(draft)
  else requireSame(held, draft, ['amountCents', 'why'])
  return { status: held === undefined ? 202 : 200, body: shownReturn(await book.read(id)) }
}

async function getReturn([orderNo, returnNo]) {
  const row = await book.read(returnId(orderNo, returnNo))
  if (row === undefined) throw new Fault(404, 'UNKNOWN', 'There is no such return.')
  return { status: 200, body: shownReturn(row) }
}

function listOrders(_, __, query) {
  const [from, count] = [Number(query.get('from') ?? 0), Number(query.get('count') ?? 100)]
  if (!(Number.isSafeInteger(from) && from >= 0 && Number.isSafeInteger(count) && count > 0 && count <= 1000))
    throw new Fault(422, 'INPUT', 'from and count are whole numbers, count at most 1000.')
  const all = book.all().filter(({ returnNo }) => returnNo === undefined)
  const page = all.slice(from, from + count).map(shownOrder)
  return { status: 200, body: { orders: page, ...(from + count < all.length ? { more: from + count } : {}) } }
}

async function known(orderNo) {
  const row = await book.read(orderId(orderNo))
  if (row === undefined) throw new Fault(404, 'UNKNOWN', 'There is no such order.')
  return row
}

function requireSame(held, draft, names) {
  const changed = names.find((name) => held[name] !== draft[name])
  if (changed !== undefined) throw new Fault(409, 'EXISTS', `This number exists with another ${changed}.`)
}

function orderDraft(body) {
  const orderNo = text(body, 'orderNo', /^[\w-]{1,64}$/)
  if (returnNumberShape.test(orderNo)) throw new Fault(422, 'INPUT', 'This orderNo is kept for returns.')
  if (!currencies.includes(body.currency ?? 'USD')) throw new Fault(422, 'INPUT', 'This currency is not taken.')
  return {
    orderNo,
    // spot-pay.md §4
    scannedCode: text(body, 'scannedCode', /^(?:2[5-9]|30)\d{14,22}$/),
    scannedAs: text(body, 'scannedAs', /^(?:barcode|qrcode)$/, 'barcode'),
    amountCents: cents(body, 10_000_000_000),
    currency: body.currency ?? 'USD',
    text: text(body, 'text', /^.{1,256}$/su, 'Goods'),
    shop: text(body, 'shop', /^[\w-]{1,32}$/, 'MAIN'),
    madeAt: beijingTime(Date.now()),
  }
}

function text(body, name, shape, otherwise) {
  const value = body[name] ?? otherwise
  if (typeof value !== 'string' || !value.isWellFormed() || !shape.test(value))
    throw new Fault(422, 'INPUT', `${name} is missing or malformed.`)
  return value
}

const why = (body) => text(body, 'why', /^.{1,128}$/su, 'Goods returned')

function cents({ amountCents }, most) {
  if (!Number.isSafeInteger(amountCents) || amountCents < 1 || amountCents > most)
    throw new Fault(422, 'INPUT', `amountCents is a whole number from 1 to ${most}.`)
  return amountCents
}

/** `YYYYMMDDHHMMSS`, GMT+8 */
const beijingTime = (ms) => new Date(ms + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)

function shownOrder({ orderNo, state, amountCents, currency, trade, buyer, error, hint }) {
  const alipay = { order: orderNo, trade, buyer, error }
  return { orderNo, state, amountCents, currency, returnedCents: orders.returnedCents(orderNo), alipay, hint }
}

function shownReturn({ orderNo, returnNo, state, amountCents, error, hint }) {
  return { orderNo, returnNo, state, amountCents, alipay: { error }, hint }
}

async function bodyOf(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > bodyBytesMax) throw new Fault(413, 'INPUT', 'The body is too long.')
    chunks.push(chunk)
  }
  if (size === 0) return {}
  try {
    const value = JSON.parse(Buffer.concat(chunks).toString())
    if (typeof value === 'object' && value !== null) return value
  } catch {}
  throw new Fault(422, 'INPUT', 'The body is no JSON object.')
}

async function answerTo(request) {
  try {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost')
    const body = await bodyOf(request)
    for (const [method, path, handle] of routes) {
      const found = method === request.method ? path.exec(pathname) : null
      if (found !== null) return await handle(found.slice(1).map(decodeURIComponent), body, searchParams)
    }
    return { status: 404, body: { fault: 'UNKNOWN', text: 'There is no such path.' } }
  } catch (error) {
    if (error instanceof Fault) return error.answer
    if (error instanceof URIError) return { status: 404, body: { fault: 'UNKNOWN', text: 'There is no such path.' } }
    log(`ALARM ${error.stack}`)
    return { status: 500, body: { fault: 'INTERNAL', text: 'Something is broken here.' } }
  }
}

orders.resumeAll()
const server = createServer(async (request, response) => {
  const { status, body } = await answerTo(request)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
server.listen(Number(PORT), '127.0.0.1', () => log(`listening on ${server.address().port}`))
