/**
 * What an operator watches: requests by service, outcome and behaviour, how long they took, how late notifications are, how
 * fast the store commits. Counted from the start; Prometheus fetches it from `/_admin/metrics`.
 */
import { serviceNames } from '../../protocol/service.ts'
import type { Stopwatch } from '../clock.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { NotificationRecord } from '../notify/notification-record.ts'
import type { Store } from '../store/store.ts'
import type { Exposition } from './exposition.ts'
import { counter, histogram } from './tally.ts'

export type Metrics = {
  /** In the text form of Prometheus. */
  exposition(): Promise<Exposition>
  exchange(exchange: Exchange): void
  delivery(record: NotificationRecord): void
  /** The same store; how long its commits take is seen. */
  timed(store: Store): Store
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const commitSeconds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1]
const lagSeconds = [0.1, 0.5, 1, 5, 30, 120, 600, 1_800, 3_600, 7_200, 21_600, 54_000, 90_000]

/** What callers name is theirs to choose; whoever is no service of ours is `other`. */
const services: ReadonlySet<string> = new Set([...Object.keys(serviceNames), 'notify_verify'])

export function metrics(stopwatch: Stopwatch): Metrics {
  const requests = counter({
    name: 'alipay_sandbox_requests_total',
    help: 'Gateway requests answered, by what the gateway decided and which behaviour decided it.',
    labels: ['service', 'outcome', 'behaviour'],
  })
  const faults = counter({
    name: 'alipay_sandbox_faults_total',
    help: 'Answers that a fault acted on, on purpose.',
    labels: ['service', 'fault'],
  })
  const took = histogram(
    {
      name: 'alipay_sandbox_request_seconds',
      help: 'From the first byte received to the last byte sent, asked latency included.',
      labels: ['service'],
    },
    seconds,
  )
  const sends = counter({
    name: 'alipay_sandbox_notification_sends_total',
    help: 'Notifications sent, each repeat counted.',
    labels: ['result'],
  })
  const lag = histogram(
    {
      name: 'alipay_sandbox_notification_lag_seconds',
      help: "From the change of state to the receiver's acknowledgement, on the partner's clock.",
      labels: [],
    },
    lagSeconds,
  )
  const commits = histogram(
    { name: 'alipay_sandbox_store_commit_seconds', help: 'Until a commit was durable.', labels: ['result'] },
    commitSeconds,
  )
  let rendered: Promise<Exposition> | undefined
  return {
    exposition() {
      rendered ??= import('./exposition.ts').then(({ exposition }) =>
        exposition([requests, faults, took, sends, lag, commits]),
      )
      return rendered
    },
    exchange({ service, outcome, behaviour, answer }) {
      const known = services.has(service) ? service : 'other'
      requests.add(known, outcome, behaviour?.id ?? '')
      if (answer === undefined) return
      took.observe(answer.tookMs / 1_000, known)
      if (answer.fault !== undefined) faults.add(known, answer.fault)
    },
    delivery({ createdAt, attempts }) {
      const last = attempts.at(-1)
      if (last === undefined) return
      sends.add(last.acknowledged ? 'acknowledged' : last.status === 0 ? 'unreachable' : 'not acknowledged')
      if (last.acknowledged) lag.observe(Math.max(0, last.at - createdAt) / 1_000)
    },
    timed(store) {
      return {
        ...store,
        async commit(change) {
          const startedMs = stopwatch()
          try {
            const result = await store.commit(change)
            commits.observe((stopwatch() - startedMs) / 1_000, result)
            return result
          } catch (error) {
            commits.observe((stopwatch() - startedMs) / 1_000, 'failed')
            throw error
          }
        },
      }
    },
  }
}
