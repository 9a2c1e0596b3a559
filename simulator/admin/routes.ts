/**
 * Every route, in the order in which paths are tried: `exchanges/wait` before `exchanges/{id}`. A resource is a file.
 */
import type { Route } from './route.ts'
import { behaviourRoutes } from './routes/behaviours.ts'
import { buyerRoutes } from './routes/buyers.ts'
import { clockRoutes } from './routes/clock.ts'
import { exchangeRoutes } from './routes/exchanges.ts'
import { expectationRoutes } from './routes/expectations.ts'
import { healthRoutes } from './routes/health.ts'
import { merchantRoutes } from './routes/merchants.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { partnerRoutes } from './routes/partners.ts'
import { reconciliationRoutes } from './routes/reconciliation.ts'
import { ruleRoutes } from './routes/rules.ts'
import { seedRoutes } from './routes/seed.ts'
import { transactionRoutes } from './routes/transactions.ts'

export const routes: readonly Route[] = [
  ...healthRoutes,
  ...partnerRoutes,
  ...ruleRoutes,
  ...behaviourRoutes,
  ...transactionRoutes,
  ...buyerRoutes,
  ...notificationRoutes,
  ...merchantRoutes,
  ...reconciliationRoutes,
  ...exchangeRoutes,
  ...expectationRoutes,
  ...clockRoutes,
  ...seedRoutes,
]
