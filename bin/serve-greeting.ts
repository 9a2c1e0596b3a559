/**
 * What serve says first: where it listens, who may call and with which key, a payment to paste, and where to look after.
 */
import { relative } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { formatAmount, money } from '../protocol/money.ts'
import { payFields } from '../reference/client/pay.ts'
import { signRequest } from '../reference/client/request.ts'
import { demoPartner, type Simulator } from '../simulator/index.ts'
import { requestAsCurl } from './curl-command.ts'
import { demoGoods, demoShop } from './demo-shop.ts'
import { freshId, freshIdentityCode } from './fresh-ids.ts'
import type { Settings } from './settings.ts'
import { isShared, stateFile } from './state-file.ts'
import { indented, textColumns } from './text-columns.ts'

const price = money(39_25, 'USD')

export async function greeting(simulator: Simulator, settings: Settings): Promise<string> {
  const { gateway, admin, partner, seed, tls } = simulator
  const facts = [
    ['gateway', gateway],
    ...(tls === undefined
      ? []
      : [['TLS', tls.gateway] as const, ['trust', `${tls.certificateFile}; see alipay-sandbox ca`] as const]),
    ...(settings.proxy ? [['proxy', `HTTPS_PROXY=${new URL(gateway).origin}`] as const] : []),
    ...(settings.upstream === undefined
      ? []
      : [['upstream', `${settings.upstream} answers; ours is held against it in ${settings.upstreamLog}`] as const]),
    ['admin', admin],
    ['partner', partner.pid],
    // A key that somebody brought along may be a real one, and terminals are recorded.
    ['MD5 key', partner.md5Key === demoPartner.md5Key ? partner.md5Key : `${partner.md5Key.slice(0, 4)}… (yours)`],
    ['RSA', settings.partnerPublicKey ?? "none known; give the partner's with --partner-public-key FILE"],
    ['dialect', [settings.dialect, ...pairsOf(settings.switch)].join(', ')],
    ['behaviour', behaviourOf(settings)],
    ['seed', seed],
    ['state', stateOf(settings)],
  ] as const
  return [
    `alipay-sandbox ${packageJson.version} listens\n\n`,
    textColumns(facts),
    `\nPay ${formatAmount(price)} ${price.currency}; paste it twice, and nothing is paid twice:\n\n`,
    `${await demoCurl(simulator)}\n`,
    '\nSee what went over the wire, and why a request was refused:\n\n',
    indented(`curl -sS ${admin}/exchanges\n`, 2),
    '\n',
  ].join('')
}

function stateOf(settings: Settings): string {
  const file = stateFile(settings)
  if (file === undefined) return 'memory: all is forgotten at the end'
  if (isShared(file)) return `${withoutPassword(file)}: shared by all simulators on it`
  const shown = relative('.', file)
  return `${shown.startsWith('..') ? file : shown}: kept over restarts; delete it to begin anew`
}

function withoutPassword(url: string): string {
  const { protocol, host, pathname, search } = new URL(url)
  return `${protocol}//${host}${pathname}${search}`
}

/** What a call gets that nobody says anything about. */
function behaviourOf({ behaviour, climate, latency, strict }: Settings): string {
  const chosen = [
    behaviour === undefined ? 'pays at once; code 2800 and a behaviour number plays that one' : behaviour,
    climate === undefined ? '' : `climate ${climate}`,
    latency === undefined ? '' : `latency ${latency}`,
    strict ? 'strict' : '',
  ]
  return chosen.filter((part) => part !== '').join(', ')
}

function pairsOf(pairs: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(pairs).map(([name, value]) => `${name}=${value}`)
}

/**
 * Not indented: it is to be copied from the first column on. Made of the client's parts and not by a client, so that the
 * first payment need not wait for TLS to be loaded.
 */
async function demoCurl({ gateway, partner }: Simulator): Promise<string> {
  const { pid } = partner
  const order = {
    partnerTransId: freshId('SALE'),
    transName: demoGoods,
    amount: price,
    buyerIdentityCode: freshIdentityCode(),
    extendInfo: demoShop,
  }
  const sender = { gateway: new URL(gateway), partner: pid, charset: 'UTF-8', signer: partner.md5Signer } as const
  return requestAsCurl(await signRequest(sender, 'pay', payFields(order, { partner: pid, now: Date.now() })), 'UTF-8')
}
