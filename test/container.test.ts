/**
 * The image and the Testcontainers module as a user has them: built by the Dockerfile, run by a real engine, called through
 * mapped ports. Only the base image is a stand-in (container/stand-in.ts): no machine of ours may pull one.
 */
import { generateKeyPairSync } from 'node:crypto'
import { GenericContainer, Network, Wait } from 'testcontainers'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { toPem } from '../protocol/key.ts'
import { money } from '../protocol/money.ts'
import { createAlipayClient, type PayOrder } from '../reference/client/index.ts'
import { adminClient } from '../simulator/admin/client/index.ts'
import { demoPartner } from '../simulator/demo-partner.ts'
import { AlipaySandboxContainer, type StartedAlipaySandboxContainer } from '../testcontainers/index.ts'
import { docker, hasEngine, inspected, type RunningContainer, runContainer } from './container/docker.ts'
import { type BuiltImage, buildImage } from './container/image.ts'
import { rarePiece } from './system-piece.ts'

const withEngine = rarePiece('a Docker engine that runs', hasEngine, 'apt-get install docker.io, then dockerd as root')
const minutes = 60_000
// The first build installs what the kit is built with.
vi.setConfig({ testTimeout: 2 * minutes, hookTimeout: 15 * minutes })
const token = 'a-token-of-the-test'

process.env.TESTCONTAINERS_RYUK_DISABLED = 'true'

const order = (partnerTransId: string, changes: Partial<PayOrder> = {}): PayOrder => ({
  partnerTransId,
  transName: 'Coffee',
  amount: money(39_25, 'USD'),
  buyerIdentityCode: '287654321098765432',
  extendInfo: { storeId: 'ST01', storeName: 'Demo Cafe' },
  ...changes,
})

let built: Promise<BuiltImage> | undefined
const theImage = () => {
  built ??= buildImage()
  return built
}

/** Repeats a question until its answer is the one that is waited for, or for half a minute. */
async function until<Value>(question: () => Promise<Value>, wanted: Value): Promise<Value> {
  let answer = await question()
  for (let asked = 1; asked < 150 && answer !== wanted; asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    answer = await question()
  }
  return answer
}

withEngine('the image', () => {
  let image = ''
  let base = ''
  let container: RunningContainer
  let origin = ''

  const hardened = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']
  const clientOf = () =>
    createAlipayClient({ gateway: `${origin}/gateway.do`, partner: demoPartner.pid, key: demoPartner.md5Key })
  const adminOf = () => adminClient({ url: `${origin}/_admin`, token })
  const ready = async () => {
    origin = await container.origin(4100)
    const isReady = () =>
      fetch(`${origin}/_admin/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    expect(await until(isReady, true)).toBe(true)
  }

  beforeAll(async () => {
    ;({ image, base } = await theImage())
    const settings = ['--env', `ALIPAY_SANDBOX_ADMIN_TOKEN=${token}`, '--health-interval', '500ms']
    container = await runContainer(...hardened, ...settings, image)
    await ready()
  })

  afterAll(() => container?.[Symbol.asyncDispose]())

  it('says what it is', async () => {
    expect(await inspected(image, '.Config.Labels')).toMatchObject({
      'org.opencontainers.image.title': packageJson.name,
      'org.opencontainers.image.description': packageJson.description,
      'org.opencontainers.image.version': packageJson.version,
      'org.opencontainers.image.licenses': packageJson.license,
    })
  })

  it('holds what is published, with the licences of what is bundled, and nothing else', async () => {
    const list = `console.log(JSON.stringify(fs.readdirSync('/opt/alipay-sandbox-kit', { recursive: true })))`
    const files: string[] = JSON.parse(await container.exec('node', '--eval', list))
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'LICENSE', 'dist/alipay-sandbox.js', 'dist/third-party-licenses.txt']),
    )
    const tops = [...packageJson.files.map((file) => file.split('/')[0]), 'LICENSE', 'README.md', 'package.json']
    expect(new Set(files.map((file) => file.split('/')[0]))).toEqual(new Set(tops))
    const sources = /^(?!load\/k6\/).*(?<!\.d)\.ts$/
    expect(files.filter((file) => sources.test(file) || /\.test\.|node_modules/.test(file))).toEqual([])
  })

  it('adds less than 12 MB to its base', async () => {
    const [whole, below] = [await inspected<number>(image, '.Size'), await inspected<number>(base, '.Size')]
    expect((whole - below) / 1e6).toBeLessThan(12)
  })

  it('is nobody special, and writes in its volume alone', async () => {
    expect(await container.exec('node', '--print', 'process.getuid() + ":" + process.getgid()')).toBe('1000:1000')
    const write = (folder: string) => container.exec('node', '--eval', `fs.writeFileSync('${folder}/x', '')`)
    await expect(write('/opt/alipay-sandbox-kit')).rejects.toThrow(/EACCES|EROFS/)
    await expect(write('/tmp')).rejects.toThrow('EROFS')
    await write('/data')
  })

  it('is healthy, by its own word', async () => {
    expect(await until(() => inspected<string>(container.id, '.State.Health.Status'), 'healthy')).toBe('healthy')
  })

  it('has the command in its path', async () => {
    expect(await container.exec('alipay-sandbox', 'admin', 'health', 'get', '--admin-token', token)).toContain(
      packageJson.version,
    )
  })

  it('lets nobody at its control API without the token', async () => {
    const answers = ['health', 'ready', 'partners'].map((path) => fetch(`${origin}/_admin/${path}`))
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 401])
  })

  it('ends an answer under way and then itself, when it is told to stop, and has all when it starts again', async () => {
    const client = clientOf()
    const admin = adminOf().partner()
    await admin.change({ defaults: { latency: { kind: 'fixed', ms: 1500 } } })
    const paying = client.pay(order('UNDER-WAY'))
    // A held request is in the journal before its answer is.
    const { came } = await admin.exchanges.wait({ partner_trans_id: 'UNDER-WAY' })
    expect(came).toBe(true)
    await docker('stop', '--time', '20', container.id)
    expect(await paying).toMatchObject({ outcome: 'paid' })
    expect(await inspected(container.id, '.State.ExitCode')).toBe(0)
    client.close()

    await docker('start', container.id)
    await ready()
    const again = clientOf()
    expect(await again.query({ partnerTransId: 'UNDER-WAY' })).toMatchObject({ outcome: 'paid' })
    again.close()
  })
})

withEngine('the Testcontainers module', () => {
  let image = ''
  const sandbox = () => new AlipaySandboxContainer(image)
  const clientOf = ({ gateway, partner: { pid, md5Key } }: StartedAlipaySandboxContainer) =>
    createAlipayClient({ gateway, partner: pid, key: md5Key })

  beforeAll(async () => {
    ;({ image } = await theImage())
  })

  it('starts the simulator that is asked for, and hands out what one in the process would', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const partner = { pid: '2088000000000007', md5Key: '7'.repeat(32), publicKey: toPem(pair.publicKey) }
    await using started = await sandbox().withSeed(7).withPartner(partner).withBehaviour('0206').start()

    const { pid, md5Key } = started.partner
    expect({ pid, md5Key }).toEqual({ pid: partner.pid, md5Key: partner.md5Key })
    expect(await started.admin.partner().get()).toMatchObject({
      ...{ pid, seed: '7', sign_types: ['MD5', 'RSA', 'RSA2'] },
      defaults: { behaviour: '0206' },
    })

    const client = clientOf(started)
    expect(await client.pay(order('REFUSED'))).toMatchObject({ outcome: 'refused' })
    client.close()

    await started.admin.partner().change({ defaults: { behaviour: null } })
    const byRsa = createAlipayClient({
      ...{ gateway: started.gateway, partner: pid },
      ...{ privateKey: pair.privateKey, alipayPublicKey: await started.alipayPublicKey() },
    })
    expect(await byRsa.pay(order('PAID'))).toMatchObject({ outcome: 'paid' })
    byRsa.close()

    await started.admin.partner().expectations.assert({ match: { service: 'pay' }, exactly: 2 })
    await started.settled()
    const journal = await started.admin.partner().exchanges.list({ service: 'pay' })
    expect(journal.map((exchange) => [exchange.partner_trans_id, exchange.outcome])).toEqual([
      ['REFUSED', 'BUYER_BALANCE_NOT_ENOUGH'],
      ['PAID', 'SUCCESS'],
    ])
  })
  it('is called by other containers, and notifies them', async () => {
    await using network = await new Network().start()
    await using started = await sandbox().withNetwork(network).withNetworkAliases('sandbox').start()
    await using till = await new GenericContainer(image)
      .withCommand(['pos'])
      .withEnvironment({
        ...{ SUT_GATEWAY: started.gatewayInNetwork('sandbox'), SUT_PARTNER: started.partner.pid },
        ...{ SUT_MD5_KEY: started.partner.md5Key, SUT_HOST: '0.0.0.0', SUT_NOTIFY_URL: 'http://till:4201/notify' },
      })
      .withNetwork(network)
      .withNetworkAliases('till')
      .withExposedPorts(4200)
      .withWaitStrategy(Wait.forHttp('/capabilities', 4200))
      .start()
    const payment = { payment_id: 'S-1', code: '287654321098765432', amount: '12.30', currency: 'USD' }
    const answer = await fetch(`http://${till.getHost()}:${till.getMappedPort(4200)}/payments`, {
      method: 'POST',
      body: JSON.stringify(payment),
    })
    expect(answer.ok).toBe(true)
    const { notifications } = started.admin.partner()
    const state = async () => (await notifications.list())[0]?.state
    expect(await until(state, 'acknowledged')).toBe('acknowledged')
  })

  it('has an address again when it is started anew', async () => {
    await using started = await sandbox().start()
    await started.restart()
    expect(await started.admin.ready()).toEqual({ status: 'ready' })
  })

  it('says at once that a setting is wrong', async () => {
    await expect(sandbox().withBehaviour('much').start()).rejects.toThrow(
      'ALIPAY_SANDBOX_BEHAVIOUR=much: the four digits of a behaviour',
    )
  })
})
