/** What a load run is asked for. Types only. */
import type { SystemUnderTest } from '../../conformance/adapter/system-under-test.ts'
import type { Case } from '../../conformance/case/case-schema.ts'
import type { GatewaySettings } from '../../conformance/runner/gateway-side.ts'
import type { Target } from '../../conformance/target/target.ts'
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import type { Clock } from '../../simulator/clock.ts'
import type { Mix } from '../k6/lib/mixes.ts'
import type { Journey, Plan, PlanName } from '../k6/lib/plans.ts'
import type { FoundK6 } from './find-k6.ts'
import type { Told } from './journey-line.ts'

/** The system under load; of the journey `gateway` there is none but the simulator. */
export type Subject = {
  readonly target: Target
  /** Behind the start command: `--defect NAME`. */
  readonly moreArguments?: readonly string[]
}

/** The system under load, started and reachable for k6. */
export type OpenSubject = {
  readonly sut: SystemUnderTest
  readonly capabilities: Capabilities
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export type LoadRun = {
  readonly name: PlanName
  readonly plan: Plan
  readonly journey: Journey
  readonly subject: Subject | undefined
  readonly k6: FoundK6
  readonly seed: string
  readonly runId: string
  readonly rate: number
  readonly durationS: number
  readonly mixName: string
  readonly mix: Mix
  readonly timeScale: number
  readonly currency: string
  readonly signType: Target['sign_type']
  /** From paid at Alipay to told in the shop, in milliseconds of the protocol. */
  readonly lateMs: number
  /** More settings of the scripts, as somebody wrote them: LOAD_… */
  readonly variables: Readonly<Record<string, string>>
  /** Run in the midst of it. */
  readonly cases: readonly Case[]
  /** An export in place of the book's API. */
  readonly bookFile: string | undefined
  readonly remote: GatewaySettings['remote']
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the files of k6 go. */
  readonly out: string
  readonly onPhase: (what: string) => void
  readonly onTold: (told: Told) => void
  /** Ends the load early; what was begun is audited all the same. */
  readonly signal: AbortSignal
}
