/** The options of `observe`. */
import { defaultTimings } from '../reference/client/timings.ts'
import type { OptionTable } from './option-row.ts'
import { reportOptions } from './report-options.ts'

const { html, markdown, junit, ctrf } = reportOptions

export const observeOptions = {
  admin: {
    type: 'text',
    placeholder: 'url',
    default: 'http://127.0.0.1:4100/_admin',
    pattern: /^https?:\/\/.+/,
    rule: 'a URL like http://127.0.0.1:4100/_admin',
    meaning: 'the control API of the simulator that the tests talk to',
  },
  partner: {
    type: 'text',
    placeholder: 'pid',
    default: 'default',
    pattern: /^(?:default|\d+)$/,
    rule: "a partner's number, or default for the first one,",
    meaning: 'whose orders are looked at',
  },
  since: {
    type: 'text',
    placeholder: 'time',
    otherwise: 'all that the simulator knows',
    meaning:
      "orders of which something happened from then on, 2024-01-15T04:00:00Z on the partner's clock; or last: since the last time",
  },
  follow: { type: 'flag', default: false, meaning: 'watch live, an order a line, until interrupted' },
  patienceMs: {
    type: 'number',
    placeholder: 'ms',
    least: 0,
    most: 3_600_000,
    default: 60_000,
    meaning: 'how long orders under way are waited for, without --follow',
  },
  timeScale: {
    type: 'number',
    placeholder: 'n',
    least: 1,
    most: 100,
    default: 1,
    meaning: 'how many times faster the backend waits than the protocol says',
  },
  answerTimeoutMs: {
    type: 'number',
    placeholder: 'ms',
    least: 1,
    most: 600_000,
    default: defaultTimings.answerTimeoutMs,
    meaning: 'how long the backend listens for an answer, before the time scale',
  },
  claims: {
    type: 'text',
    placeholder: 'words',
    default: 'cancel,refund',
    meaning: 'what the backend can do: cancel, refund, notifications',
  },
  uniqueCodes: { type: 'flag', default: false, meaning: 'every payment code in the tests is used for one sale only' },
  noHandCancels: { type: 'flag', default: false, meaning: "nobody cancels by hand: every cancel is the backend's own" },
  without: { type: 'text', placeholder: 'rules', otherwise: 'none', meaning: 'ids of rules to leave out, with commas' },
  strict: { type: 'flag', default: false, meaning: 'what should hold counts as well' },
  rules: { type: 'flag', default: false, meaning: 'print which rules are judged, and what the others need' },
  ...{ html, markdown, junit, ctrf },
} as const satisfies OptionTable
