/**
 * A merchant of the kit that listens: a stream of server-sent events, taken up again after the last one whenever it breaks.
 * Source: docs/modes.md ("Hear from a relay").
 */
import { type Clock, sleep } from '../../simulator/clock.ts'

export type ResultStream = {
  /** Hangs up, or begins to listen again behind what it has. */
  listen(on: boolean): void
  stop(): Promise<void>
}

type Settings = {
  readonly clock: Clock
  readonly url: string
  readonly headers: () => Readonly<Record<string, string>>
  /** The data of an event. */
  readonly onEvent: (data: string) => void
}

const againMs = 200

export function openResultStream({ clock, url, headers, onEvent }: Settings): ResultStream {
  let last = '0'
  let isOn = true
  let isOver = false
  let line = new AbortController()

  async function once(): Promise<void> {
    line = new AbortController()
    const answer = await fetch(url, { headers: { ...headers(), 'last-event-id': last }, signal: line.signal })
    let text = ''
    for await (const piece of answer.body ?? []) {
      text += Buffer.from(piece as Uint8Array).toString()
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = new Map(block.split('\n').map((row) => [row.split(': ')[0] ?? '', row.replace(/^\w+: /, '')]))
        const data = fields.get('data')
        if (data === undefined) continue
        last = fields.get('id') ?? last
        onEvent(data)
      }
    }
  }

  const listening = (async () => {
    while (!isOver) {
      if (isOn) await once().catch(() => undefined)
      if (!isOver) await sleep(clock, againMs)
    }
  })()
  return {
    listen(on) {
      isOn = on
      if (!on) line.abort()
    },
    async stop() {
      isOver = true
      line.abort()
      await listening
    },
  }
}
