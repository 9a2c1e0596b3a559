/**
 * One hop of a topology, running: as a process of its own, which can be killed, or within this one, which is quick. Both are
 * told the same environment.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from './command-error.ts'
import { jsonLines } from './sut-parts.ts'
import type { HopPlan } from './topology-plan.ts'

export type RunningHop = {
  readonly plan: HopPlan
  /** What it wrote to its log so far. */
  log(): string
  /** Between two steps. */
  stop(): Promise<void>
  /** At once, as a power cut does; of a hop within this process the same as `stop`. */
  kill(): Promise<void>
}

export type StartHop = (plan: HopPlan, defect?: string) => Promise<RunningHop>

/** Told of every line of a hop's log. */
export type HopListener = (hop: HopPlan, line: string) => void

async function writeFiles({ files }: HopPlan): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true })
    // Secrets of merchants lie in it.
    await writeFile(path, text, { mode: 0o600 })
  }
}

/** Within this process. */
export const startHopHere: StartHop = async (plan, defect) => {
  await writeFiles(plan)
  let text = ''
  const log = jsonLines({
    remark: (line) => {
      text += line
    },
  })
  const surroundings = { environment: plan.environment, workingFolder: plan.stateDir, log }
  const parts = await import('./sut-parts.ts')
  const running =
    plan.command === 'pos'
      ? await (await import('../reference/pos/pos.ts')).startPos(
          await (await import('./pos-settings.ts')).posSettings({ ...surroundings, stdio: false }),
          await parts.tillPartsWith(defect),
        )
      : await (await import('../reference/relay/relay.ts')).startRelay(
          await (await import('./relay-settings.ts')).relaySettings(surroundings),
          await parts.relayPartsWith(defect),
        )
  return { plan, log: () => text, stop: running.stop, kill: running.stop }
}

const readyWithinMs = 60_000

/** @param launcher the script of the command line: `bin/alipay-sandbox.ts`, or the bundle */
export function startHopAsChild(launcher: string, listener: HopListener = () => undefined): StartHop {
  return async (plan, defect) => {
    await writeFiles(plan)
    const words = [launcher, plan.command, ...(defect === undefined ? [] : ['--defect', defect])]
    const child = spawn(process.execPath, words, {
      // Of its own group: a Ctrl-C is for us, and we stop the hops in order.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...withoutSut(process.env), ...plan.environment },
    })
    const closed = once(child, 'close')
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const line of chunk.split('\n')) if (line !== '') listener(plan, line)
    })
    // Whoever ends us at once must not leave them behind.
    const endWithUs = () => void child.kill('SIGKILL')
    process.once('exit', endWithUs)
    child.once('close', () => process.off('exit', endWithUs))
    const end = (signal: NodeJS.Signals) => async () => {
      child.kill(signal)
      await closed
    }
    const patience = AbortSignal.timeout(readyWithinMs)
    while (!(await answers(plan.url))) {
      if (patience.aborted) child.kill('SIGKILL')
      if (child.exitCode !== null || child.signalCode !== null)
        throw new CommandError('UNEXPECTED', { detail: `The ${plan.name} ended: ${text}` })
      await sleep(20)
    }
    return { plan, log: () => text, stop: end('SIGTERM'), kill: end('SIGKILL') }
  }
}

/** A key of a partner must not come to a hop by the way. */
function withoutSut(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('SUT_')))
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/capabilities`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )
}
