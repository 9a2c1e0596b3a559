/** A simulator that runs in a container: what a test calls, and the same handles that one in its own process would have. */
import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers'
import { type AdminClient, adminClient } from '../simulator/admin/client/index.ts'

export type SandboxHandles = {
  /** Within the container. */
  readonly port: number
  readonly adminToken: string
  readonly partner: { readonly pid: string; readonly md5Key: string }
}

export class StartedAlipaySandboxContainer extends AbstractStartedContainer {
  /** Who may call it, and with which key: `createAlipayClient({ gateway, partner: pid, key: md5Key })`. */
  readonly partner: SandboxHandles['partner']
  /** What every call of the control API carries; `admin` does. */
  readonly adminToken: string
  readonly #port: number

  constructor(container: StartedTestContainer, { port, adminToken, partner }: SandboxHandles) {
    super(container)
    this.#port = port
    this.adminToken = adminToken
    this.partner = partner
  }

  /** For callers on this machine: `http://localhost:32768/gateway.do`. Another one after a restart. */
  get gateway(): string {
    return `${this.#origin}/gateway.do`
  }

  /** The control API, for callers on this machine. */
  get adminUrl(): string {
    return `${this.#origin}/_admin`
  }

  /** Rules, journal, buyers, clocks, expectations: the control API, typed. */
  get admin(): AdminClient {
    return adminClient({ url: this.adminUrl, token: this.adminToken })
  }

  /** For callers in a network that it was given with `withNetwork`. @param alias of `withNetworkAliases` */
  gatewayInNetwork(alias: string): string {
    return `http://${alias}:${this.#port}/gateway.do`
  }

  /** What partners verify RSA answers and notifications with: SPKI PEM. */
  alipayPublicKey(): Promise<string> {
    return this.admin.alipayPublicKey()
  }

  /**
   * Resolves when nothing that has fallen due is still being worked on: notifications are sent, buyers have acted. A clock
   * that runs stands still meanwhile.
   */
  async settled(): Promise<void> {
    const { admin } = this
    const partners = await admin.partners.list()
    await Promise.all(
      partners.map(async ({ pid, clock: { mode } }) => {
        const { clock } = admin.partner(pid)
        if (mode === 'running') await clock.freeze()
        await clock.advance({ ms: 0 })
        if (mode === 'running') await clock.run()
      }),
    )
  }

  get #origin(): string {
    return `http://${this.getHost()}:${this.getMappedPort(this.#port)}`
  }
}
