/**
 * A target brought to life: started, asked until it is ready, and kept so that it can be killed and started again.
 */
import { join } from 'node:path'
import { type Clock, sleep } from '../../simulator/clock.ts'
import { execConversation } from '../adapter/exec.ts'
import { httpConversation } from '../adapter/http.ts'
import { type Program, program } from '../adapter/program.ts'
import { restConversation } from '../adapter/rest.ts'
import { type Conversation, SutError, type SystemUnderTest } from '../adapter/system-under-test.ts'
import { KitError } from '../kit-error.ts'
import { environmentOf, fill, type RunFacts } from './run-facts.ts'
import type { Target } from './target.ts'

export type TargetSurroundings = {
  readonly clock: Clock
  /** What the program inherits: PATH and its like. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Put between the command and its variables, for the mutants. */
  readonly moreArguments?: readonly string[]
  /** A relay is spoken to by a merchant of the kit. @default as the target says */
  readonly conversation?: Conversation
}

/** @throws KitError NOT_STARTED, with the SUT's last words */
export async function openTarget(
  target: Target,
  facts: RunFacts,
  { clock, environment, moreArguments = [], ...given }: TargetSurroundings,
): Promise<SystemUnderTest> {
  const { start, kill, restart, stop } = target
  const inherited = { ...environment, ...environmentOf(facts, start?.env ?? {}) }
  const run = (command: readonly string[]): Program =>
    program({
      command: command.map((word) => fill(word, facts)),
      cwd: join(target.folder, fill(start?.cwd ?? '.', facts)),
      environment: inherited,
    })
  const own = start === undefined ? undefined : run([...start.command, ...moreArguments])
  const conversation = given.conversation ?? converse(target, facts, own)
  const words = () => own?.lastWords() ?? ''

  const aside = async (command: readonly string[]): Promise<void> => {
    const helper = run(command)
    helper.start()
    while (helper.ended() === undefined) await sleep(clock, 20)
    if (helper.ended() !== 'it ended with exit code 0')
      throw new KitError('NOT_STARTED', { detail: `${command.join(' ')}: ${helper.ended()}. ${helper.lastWords()}` })
  }
  const ready = () =>
    untilReady(() => probe(conversation, target.adapter), own, { clock, withinMs: target.ready_within_ms, words })

  own?.start()
  await ready().catch(async (error: unknown) => {
    await own?.stop()
    throw error
  })
  return {
    ...conversation,
    async capabilities() {
      const claimed = { ...(await conversation.capabilities()), ...target.capabilities, role: target.role }
      const { push_time_scale: pushTimeScale } = target
      if (pushTimeScale !== undefined) claimed.timings = { ...claimed.timings, push_time_scale: pushTimeScale }
      return claimed.name === 'unnamed' ? { ...claimed, name: target.name } : claimed
    },
    lastWords: words,
    kill: async () => (kill === undefined ? needed(own, 'kill').kill() : aside(kill)),
    async restart() {
      if (restart === undefined) needed(own, 'restart').start()
      else await aside(restart)
      await ready()
    },
    async stop() {
      if (stop !== undefined) await aside(stop)
      await own?.stop()
    },
  }
}

function needed(own: Program | undefined, command: string): Program {
  if (own !== undefined) return own
  throw new KitError('BAD_TARGET', { detail: `The target was not started by the kit and has no ${command} command.` })
}

function converse(target: Target, facts: RunFacts, own: Program | undefined): Conversation {
  const baseUrl = fill(target.url, facts).replace(/\/+$/, '')
  // Long enough for a payment that is answered when it is known: all queries and cancels, each of them silent.
  const timeoutMs = target.answer_within_ms ?? Math.ceil(180_000 / target.time_scale) + 5_000
  switch (target.adapter) {
    case 'http':
      return httpConversation({ baseUrl, headers: target.headers, timeoutMs })
    case 'rest':
      if (target.rest === undefined) throw new KitError('BAD_TARGET', { detail: 'adapter: rest needs rest.' })
      return restConversation({ baseUrl, mapping: target.rest, capabilities: target.capabilities, timeoutMs })
    case 'exec':
      return execConversation(() => needed(own, 'start').stdio(), { timeoutMs })
    case 'manual':
      throw new KitError('BAD_TARGET', { detail: 'adapter: manual needs a person; nobody was there to be asked.' })
  }
}

type Readiness = { readonly clock: Clock; readonly withinMs: number; readonly words: () => string }

/** Asked again and again, as nothing else says that a port is open. What it says must make sense. */
async function untilReady(
  ask: () => Promise<void>,
  own: Program | undefined,
  { clock, withinMs, words }: Readiness,
): Promise<void> {
  const until = clock.now() + withinMs
  for (;;) {
    try {
      await ask()
      return
    } catch (cause) {
      const last = words() === '' ? '' : `\nIts last words:\n${words()}`
      const ended = own?.ended()
      if (ended !== undefined) throw new KitError('NOT_STARTED', { detail: `The SUT: ${ended}.${last}`, cause })
      if (clock.now() > until || (cause instanceof SutError && cause.code === 'nonsense')) {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new KitError('NOT_STARTED', {
          detail: `The SUT is not ready within ${withinMs} ms: ${why}${last}`,
          cause,
        })
      }
      await sleep(clock, 50)
    }
  }
}

/** An API of its own tells no capabilities: that it answers anything at all about a payment nobody knows must do. */
async function probe(conversation: Conversation, adapter: Target['adapter']): Promise<void> {
  if (adapter !== 'rest') return void (await conversation.capabilities())
  try {
    await conversation.get('conformance-ready-probe')
  } catch (error) {
    if (!(error instanceof SutError) || ['unreachable', 'timeout', 'internal'].includes(error.code)) throw error
  }
}
