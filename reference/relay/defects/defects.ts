/** Every defect of a relay, by name: its own first, then all of a till's. `alipay-sandbox relay --list-defects` prints them. */
import { defects as tillDefects } from '../../pos/defects/defects.ts'
import { ofTill, type RelayDefect } from './defect.ts'
import { doorDefects } from './door-defects.ts'

export const relayDefects: readonly RelayDefect[] = [...doorDefects]

export const defects: readonly RelayDefect[] = [...relayDefects, ...tillDefects.map(ofTill)]
