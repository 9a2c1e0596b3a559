/** Every defect of a relay, by name: its own first, then all of a till's. `alipay-sandbox relay --list-defects` prints them. */
import { defects as tillDefects } from '../../pos/defects/defects.ts'
import { ofTill, type RelayDefect } from './defect.ts'
import { doorDefects } from './door-defects.ts'
import { hopDefects } from './hop-defects.ts'
import { merchantDefects } from './merchant-defects.ts'
import { nextAnswerDefects } from './next-answer-defects.ts'
import { nextHopDefects } from './next-hop-defects.ts'
import { onboardingDefects } from './onboarding-defects.ts'
import { relayRestartDefects } from './restart-defects.ts'
import { resultDefects } from './result-defects.ts'

export const relayDefects: readonly RelayDefect[] = [
  ...doorDefects,
  ...merchantDefects,
  ...resultDefects,
  ...hopDefects,
  ...nextHopDefects,
  ...nextAnswerDefects,
  ...onboardingDefects,
  ...relayRestartDefects,
]

export const defects: readonly RelayDefect[] = [...relayDefects, ...tillDefects.map(ofTill)]
