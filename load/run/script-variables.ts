/** The settings of the k6 scripts, from what a run is asked for and from what was started for it. Pure. */

import type { GatewaySide } from '../../conformance/runner/gateway-side.ts'
import { currencies, currencyNamed } from '../../protocol/currency.ts'
import type { SaleSettings } from '../k6/lib/sale.ts'
import { type VariableName, variables } from '../k6/lib/variables.ts'
import type { LoadRun, OpenSubject } from './load-run.ts'

type Given = Pick<LoadRun, 'variables' | 'seed' | 'runId' | 'mix' | 'currency'>

export function saleSettings({ variables: given, seed, runId, mix, currency }: Given): SaleSettings {
  const share = (name: VariableName) => Math.min(Number(given[name] ?? variables[name].default), 1)
  return {
    ...{ seed, runId, percent: mix.percent, decimals: decimalsOf(currency) },
    cancelShare: share('LOAD_CANCEL_SHARE'),
    refundShare: share('LOAD_REFUND_SHARE'),
  }
}

export function decimalsOf(currency: string): 0 | 2 {
  const known = currencyNamed(currency)
  return known === undefined ? 2 : currencies[known].minorUnits
}

/** What somebody wrote wins. */
export function scriptVariables(
  run: LoadRun,
  side: GatewaySide,
  open: Pick<OpenSubject, 'url' | 'headers'> | undefined,
): Readonly<Record<string, string>> {
  const { journey, seed, runId, rate, durationS, timeScale, currency, signType, mix } = run
  const percent = Object.entries(mix.percent).map(([number, share]) => `${number}=${share}`)
  const own: Partial<Record<VariableName, string>> = {
    LOAD_JOURNEY: journey,
    LOAD_RATE: String(rate),
    LOAD_DURATION_S: String(durationS),
    LOAD_SEED: seed,
    LOAD_RUN_ID: runId,
    LOAD_MIX: percent.join(','),
    LOAD_TIME_SCALE: String(timeScale),
    LOAD_CURRENCY: currency,
    LOAD_CURRENCY_DECIMALS: String(decimalsOf(currency)),
    LOAD_GATEWAY_URL: side.gateway,
    LOAD_ADMIN_URL: side.gateway.replace(/\/gateway\.do$/, '/_admin'),
    LOAD_ADMIN_TOKEN: run.remote?.token ?? '',
    LOAD_PARTNER: side.partner,
    LOAD_SIGN_TYPE: signType,
    LOAD_MD5_KEY: side.md5Key,
    LOAD_PRIVATE_KEY: side.privateKey ?? '',
    ...(open && { LOAD_TERMINAL_URL: open.url, LOAD_TERMINAL_HEADERS: JSON.stringify(open.headers) }),
  }
  return { ...own, ...run.variables }
}
