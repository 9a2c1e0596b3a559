/**
 * `serve`: the simulator as a process, from its settings until somebody asks it to end.
 */
import { toPem } from '../../protocol/key.ts'
import {
  loadDialect,
  type PartnerOptions,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.ts'
import { defineCommand } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'
import { type ServeDoors, serveDoors } from '../serve-doors.ts'
import type { ServeLog } from '../serve-log.ts'
import type { Settings } from '../settings.ts'
import { stateFile } from '../state-file.ts'

export const serve = defineCommand({
  about: [
    'For whoever builds or tests software that takes Alipay in a shop: runs the gateway on this machine, with no account and',
    'no network. It prints a curl command that pays, and then a line for each exchange; a refused one with the reason.',
  ].join(' '),
  options: {},
  examples: [
    'alipay-sandbox serve',
    'alipay-sandbox serve --port 0 --ready-file /tmp/gateway.json --log json',
    'alipay-sandbox serve --climate lively --seed 7',
    'alipay-sandbox serve --state memory   # nothing is kept',
    'alipay-sandbox serve --state redis://:password@127.0.0.1:6379/0   # any number of them behave as one',
    'alipay-sandbox serve --proxy   # then HTTPS_PROXY=http://127.0.0.1:4100 for a backend with a built-in address',
    'alipay-sandbox serve --upstream https://mapi.alipaydev.com/gateway.do --partner 2088… --md5-key …   # where do we differ?',
    'alipay-sandbox serve --dialect hk --switch queryNotFound=TRANS_NOT_FOUND',
    'ALIPAY_SANDBOX_PORT=8080 alipay-sandbox serve --partner-public-key partner-public.pem',
  ],
  exits: { held: 'it was asked to end (SIGINT, SIGTERM) and ended' },
  async run({ settings, surroundings }) {
    const { jsonLog, textLog } = await import('../serve-log.ts')
    const log = settings.log === 'json' ? await jsonLog(surroundings.write) : textLog(surroundings.write)
    const interrupted = surroundings.interruption()
    const doors = await serveDoors(settings, surroundings, log)
    const simulator = await start(settings, log, doors)
    try {
      if (settings.readyFile !== undefined) await tellReady(settings.readyFile, simulator)
      await log.listening(simulator, settings)
      await interrupted
      log.stopping()
    } finally {
      await simulator.stop()
      await doors.end()
    }
    return 0
  },
})

/** @throws CommandError ADDRESS_IN_USE, UNUSABLE_ADDRESS, UNREADABLE_FILE, UNUSABLE_KEY, UNWRITABLE_FILE */
async function start(settings: Settings, log: ServeLog, doors: ServeDoors): Promise<Simulator> {
  const { host, port, seed, stateDir, journalSize, readyFile, behaviours, strict, timeScale } = settings
  const { notifyPrivate } = settings
  const { rules, rateLimit, connections: connectionsMost, adminToken } = settings
  const dialect = await loadDialect(settings.dialect, settings.switch)
  const partner = await partnerOf(settings)
  if (readyFile !== undefined) await (await import('../ready-file.ts')).clearReadyFile(readyFile)
  try {
    return await startSimulator({
      host,
      port,
      dialect,
      stateDir,
      ...stateOf(settings),
      journalSize,
      partners: [partner],
      defaults: defaultsOf(settings),
      strict,
      timeScale,
      notifyPrivate,
      ...(behaviours !== undefined && { behaviours }),
      ...(seed !== undefined && { seed }),
      ...(rules !== undefined && { rules }),
      ...(rateLimit !== undefined && { rateLimit }),
      ...(connectionsMost !== undefined && { connectionsMost }),
      ...(adminToken !== undefined && { adminToken }),
      ...doors.options,
      onRules: log.rules,
      onExchange: log.exchange,
      onDelivery: log.delivery,
      onError: log.trouble,
    })
  } catch (cause) {
    throw listenError(cause, `${host}:${port}`)
  }
}

async function partnerOf({ partner: pid, md5Key, partnerPublicKey }: Settings): Promise<PartnerOptions> {
  if (partnerPublicKey === undefined) return { pid, md5Key }
  const { publicKeyIn } = await import('../key-file.ts')
  return { pid, md5Key, publicKey: toPem(await publicKeyIn(partnerPublicKey)) }
}

const dayMs = 86_400_000

function stateOf(settings: Settings): Pick<SimulatorOptions, 'state' | 'journalAgeMs'> {
  const state = stateFile(settings)
  const { journalDays: days } = settings
  return { ...(state !== undefined && { state }), ...(days !== undefined && { journalAgeMs: days * dayMs }) }
}

function defaultsOf({ behaviour, climate, latency }: Settings): NonNullable<SimulatorOptions['defaults']> {
  return {
    ...(behaviour !== undefined && { behaviour }),
    ...(climate !== undefined && { climate }),
    ...(latency !== undefined && { latency }),
  }
}

function listenError(cause: unknown, address: string): unknown {
  const code = systemCode(cause) ?? ''
  if (code === 'EADDRINUSE')
    return new CommandError('ADDRESS_IN_USE', { detail: `Somebody listens on ${address} already.`, cause })
  if (['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code))
    return new CommandError('UNUSABLE_ADDRESS', { detail: `Nobody may listen on ${address} (${code}).`, cause })
  return cause
}

async function tellReady(path: string, { gateway, admin, partner, alipayPublicKey }: Simulator): Promise<void> {
  const { writeReadyFile } = await import('../ready-file.ts')
  const keys = { md5_key: partner.md5Key, alipay_public_key: await publicKey(alipayPublicKey) }
  await writeReadyFile(path, { gateway, admin, partner: partner.pid, ...keys })
}

/** The pair is made and kept now, the first time: that is when the state folder is written to. */
async function publicKey(read: Simulator['alipayPublicKey']): Promise<string> {
  try {
    return await read()
  } catch (cause) {
    const detail = `Alipay's RSA pair cannot be kept in the state folder (${systemCode(cause) ?? cause}).`
    throw new CommandError('UNWRITABLE_FILE', { detail, cause })
  }
}
