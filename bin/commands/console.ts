/** `console`: the web console in front of a simulator and a till that run already. */
import { defineCommand } from '../command.ts'
import { consoleOptions } from '../console-options.ts'
import { openConsole } from '../open-console.ts'

export const webConsole = defineCommand({
  about: [
    'For whoever shows Alipay payments to others: a page with a phone, a till and the wire between them, in front of a simulator and',
    'a till that run already. alipay-sandbox demo starts all three.',
  ].join(' '),
  options: {
    simulator: {
      type: 'text',
      placeholder: 'url',
      default: 'http://127.0.0.1:4100/_admin',
      meaning: 'the control API of the simulator',
    },
    till: {
      type: 'text',
      placeholder: 'url',
      default: 'http://127.0.0.1:4200',
      meaning: 'the terminal API of the till',
    },
    ...consoleOptions,
  },
  examples: [
    'alipay-sandbox console',
    'alipay-sandbox console --simulator http://sandbox:4100/_admin --till http://till:4200 --host 0.0.0.0',
  ],
  exits: { held: 'it was asked to end (SIGINT, SIGTERM) and ended' },
  async run({ settings, options, surroundings }) {
    const { simulator: admin, ...rest } = options
    const interrupted = surroundings.interruption()
    const open = await openConsole({ admin, adminToken: settings.adminToken, ...rest })
    surroundings.write(`Open ${open.url}\n`)
    // It may take its time to find out, and the page is open meanwhile.
    void open.away().then((why) => {
      if (why !== undefined)
        surroundings.remark(`${why}\nThe page goes on by itself as soon as there is something to see.\n`)
    })
    await interrupted
    await open.stop()
    return 0
  },
})
