/** What a trace is to the simulator: three places where somebody may look. Knows no OpenTelemetry. */
import type { Gateway } from '../gateway/gateway.ts'
import type { Steps } from '../gateway/steps.ts'
import type { Exchange } from '../journal/exchange.ts'

export type Tracing = {
  /** From the first byte to the journal's last word. */
  traced(gateway: Gateway): Gateway
  /** The same steps, each of them seen. */
  steps(steps: Steps): Steps
  /** Says on the request's span what became of it. */
  exchange(exchange: Exchange): void
}
