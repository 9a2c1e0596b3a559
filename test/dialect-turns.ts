/**
 * For each other choice of each switch of the dialect, a story whose answer it changes.
 * Source: scenarios/dialects/global.yaml, which says what each choice means.
 */
import type { Turn } from './dialect-turn.ts'
import { answerTurns } from './dialect-turns-of-answers.ts'
import { ruleTurns } from './dialect-turns-of-rules.ts'
import { timeTurns } from './dialect-turns-of-time.ts'

export const dialectTurns: readonly Turn[] = [...answerTurns, ...ruleTurns, ...timeTurns]
