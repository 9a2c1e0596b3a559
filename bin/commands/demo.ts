/** `demo`: simulator, till and web console at once, for those who want to see a payment. */
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { consoleOptions } from '../console-options.ts'
import { openConsole } from '../open-console.ts'
import { startTopology } from '../topology.ts'
import { startHopHere } from '../topology-hop.ts'
import { type TopologyMode, topologyModes } from '../topology-plan.ts'

export const demo = defineCommand({
  about: [
    'For whoever wants to see it, or to show it: starts a simulator, a till and a page with a phone, the till and the wire between',
    'them. Nothing to set up, nothing is kept; all of it ends with the command.',
  ].join(' '),
  operands: [{ name: 'mode', required: false, meaning: `${Object.keys(topologyModes).join(', ')} (default: direct)` }],
  options: {
    ...consoleOptions,
    timeScale: {
      type: 'number',
      placeholder: 'n',
      least: 1,
      most: 100,
      default: 1,
      meaning: 'how many times faster every wait passes: an audience has less patience than a till',
    },
  },
  examples: ['alipay-sandbox demo', 'alipay-sandbox demo integrator-acquirer', 'alipay-sandbox demo --time-scale 5'],
  exits: { held: 'it was asked to end (SIGINT, SIGTERM) and ended' },
  async run({ operands: [mode = 'direct'], options: { host, port, timeScale }, surroundings }) {
    if (!Object.hasOwn(topologyModes, mode))
      throw new CommandError('BAD_USAGE', { detail: `A mode is one of ${Object.keys(topologyModes).join(', ')}.` })
    const interrupted = surroundings.interruption()
    const chain = await startTopology({ mode: mode as TopologyMode, startHop: startHopHere, timeScale })
    try {
      const open = await openConsole({ admin: chain.admin, till: chain.till().plan.url, host, port })
      surroundings.write(
        `Open ${open.url}\n\nThe gateway is ${chain.gateway}, the API of the till ${chain.till().plan.url}.\n`,
      )
      await interrupted
      await open.stop()
    } finally {
      await chain.stop()
    }
    return 0
  },
})
