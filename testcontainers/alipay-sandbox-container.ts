/**
 * The simulator's image as Testcontainers starts it: settings by name, ready when it takes requests. Knows no command line; a
 * setting without a method of its own is set by its variable. Source: docs/settings.md.
 */
import { GenericContainer, RandomUuid, Wait } from 'testcontainers'
import packageJson from '../package.json' with { type: 'json' }
import { demoPartner } from '../simulator/demo-partner.ts'
import type { PartnerOptions } from '../simulator/partner.ts'
import { StartedAlipaySandboxContainer } from './started-alipay-sandbox-container.ts'

/** The partner that the simulator knows from the start; others are made by `admin.partners.create`. */
export type SandboxPartner = Pick<PartnerOptions, 'pid' | 'md5Key' | 'publicKey'>

const port = 4100
/** How long one question for readiness waits, and the pause between two. */
const pollMs = 250

export class AlipaySandboxContainer extends GenericContainer {
  readonly #adminToken = new RandomUuid().nextUuid()
  #partner: SandboxPartner = demoPartner

  /** @param image @default `alipay-sandbox-kit:` and the version of this package */
  constructor(image = `alipay-sandbox-kit:${packageJson.version}`) {
    super(image)
    this.withExposedPorts(port)
      .withWaitStrategy(
        Wait.forHttp('/_admin/ready', port, { abortOnContainerExit: true }).forStatusCode(200).withReadTimeout(pollMs),
      )
      .withEnvironment({
        ALIPAY_SANDBOX_ADMIN_TOKEN: this.#adminToken,
        ALIPAY_SANDBOX_STATE: 'memory',
        // Whoever is notified has a private address: a container, or the machine that runs the test.
        ALIPAY_SANDBOX_NOTIFY_PRIVATE: 'true',
      })
  }

  /** The same seed and the same requests give the same run. @default one nobody chose */
  withSeed(seed: string | number): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_SEED: String(seed) })
  }

  /** Instead of the demo partner. With a `publicKey` it may sign with RSA and RSA2 as well. */
  withPartner(partner: SandboxPartner): this {
    this.#partner = partner
    return this
  }

  /** @param number four digits: what calls get that no rule and no payment code decides. Source: docs/behaviours.md */
  withBehaviour(number: string): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_BEHAVIOUR: number })
  }

  /** @param name `calm`, `lively` or `storm`: behaviours by chance */
  withClimate(name: string): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_CLIMATE: name })
  }

  /** @param name a preset of docs/behaviours.md: how long answers take */
  withLatency(name: string): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_LATENCY: name })
  }

  /** @param name how the contradictory pages are read. Source: docs/dialects.md */
  withDialect(name: string): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_DIALECT: name })
  }

  /** @param factor 10 makes every latency and fault a tenth */
  withTimeScale(factor: number): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_TIME_SCALE: String(factor) })
  }

  /** Payment codes that are unknown, spent or older than a minute are refused. */
  withStrictCodes(): this {
    return this.withEnvironment({ ALIPAY_SANDBOX_STRICT: 'true' })
  }

  /** Resolves when it takes requests. @throws when the image is missing, or a setting is refused: the container's log says which */
  override async start(): Promise<StartedAlipaySandboxContainer> {
    const { pid, md5Key, publicKey } = this.#partner
    this.withEnvironment({ ALIPAY_SANDBOX_PARTNER: pid, ALIPAY_SANDBOX_MD5_KEY: md5Key })
    const started = new StartedAlipaySandboxContainer(await super.start(), {
      port,
      adminToken: this.#adminToken,
      partner: { pid, md5Key },
    })
    if (publicKey !== undefined) await started.admin.partner().change({ public_key: publicKey })
    return started
  }
}
