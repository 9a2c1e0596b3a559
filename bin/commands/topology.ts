/** `topology`: one of the four integration modes, running, until somebody asks it to end. */
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { demonstrate } from '../modes-demo.ts'
import { startTopology, type Topology } from '../topology.ts'
import { startHopAsChild, startHopHere } from '../topology-hop.ts'
import { type TopologyMode, topologyModes } from '../topology-plan.ts'

const options = {
  defect: {
    type: 'pairs',
    placeholder: 'hop=name',
    default: {},
    meaning: 'put one realistic mistake into a hop: acquirer=replays-accepted',
  },
  timeScale: {
    type: 'number',
    placeholder: 'n',
    least: 1,
    most: 1_000,
    otherwise: '1, and 10 with --demo',
    meaning: 'how many times faster every wait passes, at the gateway and at every hop',
  },
  demo: {
    type: 'flag',
    default: false,
    meaning:
      'make one sale of each kind, print the sequence of each as it happened, and end; without a mode in all four',
  },
  mermaid: { type: 'flag', default: false, meaning: 'print the sequences as Mermaid diagrams' },
} as const

export const topology = defineCommand({
  about: [
    'For whoever wants to see how a payment travels: starts the gateway, the acquirer, the integrator and the till of one',
    'integration mode, each on free ports of this machine, and says who talks to whom.',
    'Payments go to the till; the books of all hops and the ledger of the gateway then tell the same.',
  ].join(' '),
  operands: [{ name: 'mode', required: false, meaning: Object.keys(topologyModes).join(', ') }],
  options,
  examples: [
    'alipay-sandbox topology direct',
    'alipay-sandbox topology integrator-acquirer --time-scale 10',
    'alipay-sandbox topology acquirer --defect acquirer=tenants-share-a-book',
    'alipay-sandbox topology --demo --mermaid',
  ],
  exits: {
    held: 'it was asked to end (SIGINT, SIGTERM) and ended; with --demo: every sale ended as it should',
    didNotHold: 'with --demo: a sale did not end as it should, or a book says otherwise',
  },
  async run({ operands, options: { defect, timeScale, demo, mermaid }, surroundings }) {
    if (demo) {
      const modes = operands[0] === undefined ? allModes : [modeNamed(operands[0])]
      const plan = { modes, startHop: startHopHere, timeScale: timeScale ?? 10, mermaid, defects: defect }
      return (await demonstrate(plan, surroundings)) ? 0 : 1
    }
    const mode = modeNamed(operands[0])
    const startHop = startHopAsChild(process.argv[1] ?? '', ({ name }, line) =>
      surroundings.remark(`${name}  ${line}\n`),
    )
    const interrupted = surroundings.interruption()
    const chain = await startTopology({ mode, startHop, timeScale: timeScale ?? 1, defects: defect })
    try {
      surroundings.write(greeting(chain))
      await interrupted
    } finally {
      await chain.stop()
    }
    return 0
  },
})

const allModes = Object.keys(topologyModes) as readonly TopologyMode[]

/** @throws CommandError BAD_USAGE */
function modeNamed(name = ''): TopologyMode {
  if (Object.hasOwn(topologyModes, name)) return name as TopologyMode
  throw new CommandError('BAD_USAGE', { detail: `A mode is one of ${allModes.join(', ')}.` })
}

function greeting(chain: Topology): string {
  const hops = chain.hops()
  const names = ['gateway', ...hops.map(({ plan }) => plan.name)]
  const lines = hops.map(({ plan: { name, url, notifyUrl, stateDir, files } }, i) =>
    [
      `${name.padEnd(12)}${url}`,
      `calls the ${names[i]}, hears from it at ${notifyUrl}`,
      `book ${stateDir}/orders.db`,
      ...files.map(({ path }) => `merchants and their keys ${path}`),
    ].join('\n            '),
  )
  return [
    `${names.toReversed().join(' → ')}\n\n`,
    `gateway     ${chain.gateway}\n            control API ${chain.admin}\n`,
    `${lines.join('\n')}\n`,
    '\nPay at the till (a code that begins with 2800 and a behaviour number plays that one):\n\n',
    `curl -sS ${chain.till().plan.url}/payments -d '{"payment_id":"SALE-1","code":"280000000000000001","amount":"12.30","currency":"USD"}'\n`,
  ].join('')
}
