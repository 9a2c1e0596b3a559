/**
 * The gateway's side of a run: a simulator in this process or a remote one, and a partner of the run's own in it. Spoken to
 * by the control API alone, so that both are the same.
 */
import { type AdminClient, AdminError, adminClient, type PartnerAdmin } from '../../simulator/admin/client/index.ts'
import type { Clock } from '../../simulator/clock.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { KitError } from '../kit-error.ts'
import type { Target } from '../target/target.ts'
import { type PartnerTime, startPartnerTime } from './partner-time.ts'
import { type Pulse, startPulse } from './pulse.ts'

export type GatewaySide = {
  readonly gateway: string
  readonly admin: PartnerAdmin
  readonly client: AdminClient
  readonly partner: string
  readonly md5Key: string
  /** PKCS#8 PEM; null when the target signs by MD5. */
  readonly privateKey: string | null
  readonly alipayPublicKey: string
  readonly time: PartnerTime
  readonly pulse: Pulse
  stop(): Promise<void>
}

export type GatewaySettings = {
  readonly clock: Clock
  readonly seed: string
  readonly timeScale: number
  readonly signType: Target['sign_type']
  /** A SUT that runs already was set up with these. */
  readonly fixed?: Target['gateway']
  /** A simulator elsewhere. @default one in this process */
  readonly remote?: { readonly admin: string; readonly token?: string | undefined } | undefined
}

/** @throws KitError NO_SIMULATOR */
export async function openGatewaySide(settings: GatewaySettings): Promise<GatewaySide> {
  const { remote, seed, timeScale, signType, fixed, clock } = settings
  const own = remote === undefined ? await startOwn(settings) : undefined
  // The control API without a token is for this machine alone, and this machine is not called 0.0.0.0.
  const url = (remote?.admin ?? own?.admin ?? '').replace(/\/+$/, '').replace('//0.0.0.0:', '//127.0.0.1:')
  const client = adminClient({ url, ...(remote?.token !== undefined && { token: remote.token }) })
  try {
    const made =
      fixed === undefined ? await client.partners.create({ seed, make_key_pair: signType !== 'MD5' }) : undefined
    const partner = made?.pid ?? fixed?.partner ?? ''
    const admin = client.partner(partner)
    const time = await startPartnerTime(admin, { clock, timeScale })
    const alipayPublicKey = await client.alipayPublicKey()
    const pulse = startPulse(clock, () => admin.clock.get())
    return {
      gateway: own?.gateway ?? url.replace(/\/_admin$/, '/gateway.do'),
      client,
      admin,
      partner,
      md5Key: made?.md5_key ?? fixed?.md5_key ?? '',
      privateKey: made?.private_key ?? null,
      alipayPublicKey,
      time,
      pulse,
      async stop() {
        pulse.stop()
        // A remote simulator is left as it was found.
        if (own === undefined && made !== undefined) await admin.delete().catch(() => undefined)
        await own?.stop()
      },
    }
  } catch (cause) {
    await own?.stop()
    if (cause instanceof AdminError) throw new KitError('NO_SIMULATOR', { detail: cause.message, cause })
    throw cause
  }
}

/** The journal must hold a whole run: what falls out of it cannot be judged. */
const journalSize = 200_000

function startOwn({ seed, timeScale, fixed }: GatewaySettings) {
  return startSimulator({
    seed,
    timeScale,
    journalSize,
    // Whoever runs the kit names the system under test himself: it may stand in a network of containers, or beside him in the office.
    notifyPrivate: true,
    ...(fixed !== undefined && {
      host: fixed.host,
      port: fixed.port,
      partners: [{ pid: fixed.partner, md5Key: fixed.md5_key }],
    }),
  })
}
