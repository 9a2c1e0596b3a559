/** The reconciliation files of a day as the control API shows them. Pure. Source: reconciliation.md §1. */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { ReconciliationFile } from '../settlement/reconciliation.ts'
import { type Moment, momentOf } from './moment.ts'

export type ReconciliationFileView = {
  readonly kind: 'transaction' | 'settlement'
  readonly name: string
  /** When a partner finds it. */
  readonly made_at: Moment
  readonly is_made: boolean
  /** Without the lines above the rows. */
  readonly rows: number
  /** Base64 of its bytes. */
  readonly content: string
}

export type ReconciliationView = {
  /** `2024-01-15` */
  readonly date: string
  /** A day without anything has none. */
  readonly files: readonly ReconciliationFileView[]
}

export function viewFile(
  { kind, name, madeAt, rows, bytes }: ReconciliationFile,
  now: Instant,
): ReconciliationFileView {
  const content = bytes.toString('base64')
  return { kind, name, made_at: momentOf(madeAt), is_made: now >= madeAt, rows, content }
}
