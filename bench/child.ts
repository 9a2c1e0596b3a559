/**
 * A measured process on the server's core, and what can be asked of it. The other end is child-door.ts.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Question } from './child-door.ts'
import { onCores, serverCore } from './cores.ts'

const answerWithinMs = 60_000
/**
 * Who waits for its turn idles for seconds, in which V8 gives back what made it fast; the next twenty thousand requests then cost half as
 * much again. A server under load never idles: nobody's memory is reduced here.
 */
const underLoad = '--no-memory-reducer'

export type Child = {
  ask(question: Question): Promise<Answer>
  stop(): Promise<void>
}

/** @param entry the name of a file in bench/ that answers questions @param cores as `taskset -c` takes them */
export function openChild(entry: string, cores = serverCore): Child {
  const { command, args } = onCores(cores, [
    process.execPath,
    underLoad,
    fileURLToPath(new URL(entry, import.meta.url)),
  ])
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    ask: (question) => asked(child, question, entry),
    stop: () =>
      new Promise((resolve) => {
        if (!child.connected) return resolve()
        child.once('exit', () => resolve())
        child.disconnect()
      }),
  }
}

function asked(child: ChildProcess, question: Question, entry: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      child.off('message', answered).off('exit', gone)
      settle()
    }
    const answered = (answer: Answer) => end(() => resolve(answer))
    const gone = () => end(() => reject(new Error(`${entry} ended before it answered "${question.ask}"`)))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      gone()
    }, answerWithinMs)
    child.once('message', answered).once('exit', gone)
    child.send(question)
  })
}
