/** How a load goes, while it goes: one moving line for a person at a terminal, a line now and then for a log. */

import { spanText } from '../load/report/result-words.ts'
import { quantile } from '../load/report/timeline.ts'

type Told = { readonly told: string; readonly ms?: number }

export type LoadProgress = { told(line: Told): void; stop(): void }

const logEveryMs = 10_000
/** The figures are those of the last so many. */
const windowMost = 2_000

export function loadProgress(
  remark: (text: string) => void,
  { isTerminal }: { readonly isTerminal: boolean },
): LoadProgress {
  const began = Date.now()
  let all = 0
  let undecided = 0
  let before = { at: began, all: 0 }
  let last: number[] = []
  const line = () => {
    const now = Date.now()
    const rate = ((all - before.all) / Math.max(now - before.at, 1)) * 1_000
    before = { at: now, all }
    const sorted = last.toSorted((a, b) => a - b)
    const times = `p50 ${spanText(quantile(sorted, 0.5))}, p95 ${spanText(quantile(sorted, 0.95))}, p99 ${spanText(quantile(sorted, 0.99))}`
    const left = undecided === 0 ? '' : `, ${undecided} undecided`
    return `${((now - began) / 1_000).toFixed(0).padStart(4)} s  ${all} ended, ${rate.toFixed(0)} a second, ${times}${left}`
  }
  const timer = setInterval(
    () => {
      if (all > 0) remark(isTerminal ? `\r${line()}  ` : `${line()}\n`)
    },
    isTerminal ? 1_000 : logEveryMs,
  )
  return {
    told({ told, ms }) {
      all += 1
      if (told === 'undecided') undecided += 1
      if (ms === undefined) return
      last.push(ms)
      if (last.length > windowMost * 2) last = last.slice(-windowMost)
    },
    stop() {
      clearInterval(timer)
      if (isTerminal && all > 0) remark('\n')
    },
  }
}
