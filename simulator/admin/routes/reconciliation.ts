/** The reconciliation files of a partner's day, whether they are due yet or not. */
import { z } from '@hono/zod-openapi'
import { blankTime } from '../../../protocol/beijing-time.ts'
import { closed } from '../../behaviour/problem.ts'
import { readDay } from '../../settlement/calendar.ts'
import { reconciliationFiles } from '../../settlement/reconciliation.ts'
import { type ReconciliationFileView, type ReconciliationView, viewFile } from '../reconciliation-view.ts'
import { json, partnerRoute, type Route } from '../route.ts'
import { momentSchema } from '../schemas.ts'

const fileSchema: z.ZodType<ReconciliationFileView> = z
  .object({
    kind: z.enum(['transaction', 'settlement']),
    name: z.string(),
    made_at: momentSchema,
    is_made: z
      .boolean()
      .openapi({ description: 'A partner finds it by now; what may still happen is not in it before.' }),
    rows: z.int(),
    content: z.string().openapi({ description: 'Base64 of its bytes.' }),
  })
  .openapi('ReconciliationFile')

const answer: z.ZodType<ReconciliationView> = z
  .object({ date: z.string(), files: z.array(fileSchema) })
  .openapi('Reconciliation')

const dayText = z
  .string()
  .transform((text, context) => {
    const day = readDay(text)
    if (day !== undefined) return day
    context.addIssue({ code: 'custom', message: 'must be a day like "2024-01-15" or "20240115"' })
    return z.NEVER
  })
  .openapi({ type: 'string', example: '2024-01-15' })

export const reconciliationRoutes: readonly Route[] = [
  partnerRoute(
    'reconciliation.get',
    { path: closed({ date: dayText }), answer },
    async ({ pid, clock }, { path: { date: day } }, { parts }) => {
      const files = await reconciliationFiles(parts, pid, day)
      return json({ date: blankTime(day).slice(0, 10), files: files.map((file) => viewFile(file, clock.now())) })
    },
  ),
]
