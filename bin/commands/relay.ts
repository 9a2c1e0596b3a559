/**
 * `relay`: a system integrator or an acquirer as a process, from its environment until somebody asks it to end.
 */
import { startRelay } from '../../reference/relay/relay.ts'
import { defineCommand } from '../command.ts'
import { relaySettings, relayVariables } from '../relay-settings.ts'
import { defectOptions, jsonLines, printDefects, relayPartsWith } from '../sut-parts.ts'
import { environmentSentence } from '../sut-settings.ts'

export const relay = defineCommand({
  about: [
    'For whoever wants to see what stands between a shop and Alipay, or needs one as a system under test: takes payments of many',
    'merchants over the terminal API, hands them on to the gateway or to another relay, and brings the results back by webhook,',
    'polling or a stream. Its log goes to stderr.',
    environmentSentence(relayVariables),
  ].join(' '),
  options: defectOptions,
  examples: [
    'SUT_GATEWAY=http://127.0.0.1:4100/gateway.do SUT_PARTNER=2088... SUT_MD5_KEY=... SUT_MERCHANTS_FILE=merchants.json alipay-sandbox relay',
    'SUT_ROLE=integrator SUT_RELAY=http://127.0.0.1:4300 SUT_PORT=4400 SUT_NOTIFY_PORT=4401 SUT_MERCHANTS_FILE=merchants.json alipay-sandbox relay',
    'alipay-sandbox relay --list-defects',
  ],
  exits: { held: 'it was asked to end (SIGINT, SIGTERM) and ended' },
  async run({ options: given, surroundings }) {
    if (given.listDefects) {
      printDefects(surroundings, (await import('../../reference/relay/defects/defects.ts')).defects)
      return 0
    }
    const parts = await relayPartsWith(given.defect)
    const settings = await relaySettings({ ...surroundings, log: jsonLines(surroundings) })
    const interrupted = surroundings.interruption()
    const started = await startRelay(settings, parts)
    try {
      const { url, notifyUrl } = started
      surroundings.write(`The ${settings.role} listens at ${url}, for its next hop at ${notifyUrl}.\n`)
      await interrupted
    } finally {
      await started.stop()
    }
    return 0
  },
})
