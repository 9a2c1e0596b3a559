/** `observe`: judges what a team's own tests sent to a simulator. Drives nothing. */
import {
  findingLine,
  observationText,
  orderLine,
  orderText,
  rulesText,
} from '../../conformance/observe/observation-text.ts'
import { assumedCapabilities, type ObserveOptions, rulesFor } from '../../conformance/observe/observe-options.ts'
import { watch } from '../../conformance/observe/watch.ts'
import { exitCodeOf, type RunResult } from '../../conformance/runner/result.ts'
import { ruleIds } from '../../conformance/verdict/rules.ts'
import { versions } from '../../conformance/versions.ts'
import { printable } from '../../protocol/diagnosis/shown.ts'
import { type Feature, features } from '../../reference/terminal-api/words.ts'
import { adminClient } from '../../simulator/admin/client/index.ts'
import { readMoment } from '../../simulator/admin/moment.ts'
import { realClock } from '../../simulator/clock.ts'
import { nearestHint } from '../../simulator/nearest-name.ts'
import { type CommandRun, defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { observeOptions } from '../observe-options.ts'
import { openObservedMark } from '../observed-mark.ts'
import { writeReports } from '../write-reports.ts'

type Run = CommandRun<typeof observeOptions>

export const observe = defineCommand({
  about: [
    'For whoever has end-to-end tests of a backend already: let them talk to a simulator, and observe judges what went over the',
    'wire and what the ledger holds, by the rules of conform that need nothing else. It drives nothing and changes nothing.',
  ].join(' '),
  options: observeOptions,
  examples: [
    'npm test && alipay-sandbox observe --since last --junit wire.xml',
    'alipay-sandbox observe --follow --partner 2088101122334455',
    'alipay-sandbox observe --time-scale 10 --unique-codes --no-hand-cancels --claims cancel,refund,notifications',
    'alipay-sandbox observe --rules',
  ],
  exits: { held: 'every order kept the rules', didNotHold: 'an order broke a rule' },
  async run(run) {
    const { options, settings, surroundings } = run
    const observing = observingOf(run)
    if (options.rules) {
      surroundings.write(rulesText(rulesFor(observing, true)))
      return 0
    }
    const client = adminClient({
      url: options.admin,
      ...(settings.adminToken !== undefined && { token: settings.adminToken }),
    })
    const mark = options.since === 'last' ? await openObservedMark(client, run) : undefined
    const startedAt = realClock.now()
    const { results, clock, last } = await watch({
      client,
      pid: options.partner,
      since: { at: sinceOf(options.since), after: mark?.after },
      options: observing,
      clock: realClock,
      patienceMs: options.follow ? undefined : options.patienceMs,
      enough: surroundings.interruption(),
      onOrder: (result) => surroundings.write(`${orderLine(result)}\n`),
      onFinding: (order, violation, currency) =>
        surroundings.write(`${printable(order)}\n${findingLine(violation, currency)}\n`),
    })
    const result: RunResult = {
      target: `the orders of partner ${options.partner} at ${options.admin}`,
      sutName: 'a backend that was only observed',
      seed: 'none',
      profile: 'observed',
      timeScale: options.timeScale,
      capabilities: assumedCapabilities(observing),
      strict: options.strict,
      versions,
      results,
      stale: [],
      startedAt,
      tookMs: realClock.now() - startedAt,
    }
    // Whoever followed has seen all but what never came to rest.
    const untold = options.follow ? results.filter(({ outcome }) => outcome === 'errored') : results
    surroundings.write(untold.map(orderText).join(''))
    surroundings.write(observationText(results, rulesFor(observing, clock.mode === 'running')))
    await writeReports(result, options, surroundings)
    await mark?.write(last)
    return exitCodeOf(result)
  },
})

/** @throws CommandError BAD_USAGE */
function observingOf({ options }: Run): ObserveOptions {
  const without = listOf(options.without ?? '')
  for (const id of without) if (!ruleIds.has(id)) throw unknown('rule', id, [...ruleIds])
  const claims = listOf(options.claims)
  for (const claim of claims) if (!isFeature(claim)) throw unknown('feature', claim, features)
  return { ...options, without, claims: claims.filter(isFeature) }
}

function listOf(text: string): readonly string[] {
  return text.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]))
}

function isFeature(text: string): text is Feature {
  return (features as readonly string[]).includes(text)
}

function unknown(what: string, word: string, known: readonly string[]): CommandError {
  return new CommandError('BAD_USAGE', { detail: `No ${what} is named "${word}"${nearestHint(word, known)}.` })
}

/** @throws CommandError BAD_USAGE */
function sinceOf(text: string | undefined): number | undefined {
  if (text === undefined || text === 'last') return undefined
  const at = readMoment(text)
  if (at !== undefined) return at
  const detail = `--since ${text}: last belongs there, or a time like 2024-01-15T04:00:00Z or "2024-01-15 12:00:00" in Beijing.`
  throw new CommandError('BAD_USAGE', { detail })
}
