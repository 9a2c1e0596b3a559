/** Every defect, by what it is a mistake in. `alipay-sandbox pos --list-defects` prints them. */
import { answerDefects } from './answer-defects.ts'
import { cancelDefects } from './cancel-defects.ts'
import type { Defect } from './defect.ts'
import { namingDefects } from './naming-defects.ts'
import { notificationDefects } from './notification-defects.ts'
import { paymentDefects } from './payment-defects.ts'
import { pollingDefects } from './polling-defects.ts'
import { queryDefects } from './query-defects.ts'
import { refundDefects } from './refund-defects.ts'
import { requestDefects } from './request-defects.ts'
import { restartDefects } from './restart-defects.ts'
import { signatureDefects } from './signature-defects.ts'
import { tillDefects } from './till-defects.ts'

export const defects: readonly Defect[] = [
  ...signatureDefects,
  ...requestDefects,
  ...namingDefects,
  ...answerDefects,
  ...paymentDefects,
  ...pollingDefects,
  ...queryDefects,
  ...cancelDefects,
  ...refundDefects,
  ...notificationDefects,
  ...restartDefects,
  ...tillDefects,
]
