/**
 * Every setting of the k6 scripts: an environment variable, its default and what it is for. `load --help` prints this table.
 * Plain data: read by k6 and by Node alike.
 */
export type Variable = { readonly default: string; readonly meaning: string }

export const variables = {
  LOAD_JOURNEY: { default: '', meaning: 'of soak, spike and breakpoint: pos, gateway or notify' },
  LOAD_RATE: { default: '', meaning: 'journeys begun a second; of spike and breakpoint the highest' },
  LOAD_DURATION_S: { default: '', meaning: 'how long journeys are begun, in seconds' },
  LOAD_SEED: { default: 'load', meaning: 'the same seed gives the same sales' },
  LOAD_RUN_ID: {
    default: 'load',
    meaning: 'begins every payment_id: another one for each run against the same system',
  },
  LOAD_MIX: { default: '', meaning: 'behaviours by payment code: the name of a mix, or 0000=90,0303=10' },
  LOAD_TIME_SCALE: {
    default: '1',
    meaning: 'every wait of a journey is divided by it, as at the simulator and the till',
  },
  LOAD_CURRENCY: { default: 'USD', meaning: 'of the sales' },
  LOAD_CURRENCY_DECIMALS: { default: '2', meaning: '0 for JPY and KRW' },
  LOAD_TERMINAL_URL: { default: 'http://127.0.0.1:4200', meaning: 'the terminal API under load' },
  LOAD_TERMINAL_HEADERS: { default: '{}', meaning: 'headers of every call of it, JSON' },
  LOAD_GATEWAY_URL: { default: 'http://127.0.0.1:4100/gateway.do', meaning: 'the gateway under load' },
  LOAD_ADMIN_URL: { default: 'http://127.0.0.1:4100/_admin', meaning: 'control API of the simulator, for notify' },
  LOAD_ADMIN_TOKEN: { default: '', meaning: 'its token, if it has one' },
  LOAD_PARTNER: { default: '2088000000000001', meaning: 'the partner that pays at the gateway' },
  LOAD_SIGN_TYPE: { default: 'MD5', meaning: 'MD5 or RSA2, at the gateway' },
  LOAD_MD5_KEY: { default: '', meaning: "the partner's MD5 key" },
  LOAD_PRIVATE_KEY: { default: '', meaning: "the partner's RSA key, PKCS#8 PEM" },
  LOAD_CANCEL_SHARE: { default: '0.02', meaning: 'of the sales that the cashier cancels' },
  LOAD_REFUND_SHARE: { default: '0.05', meaning: 'of the paid sales that are refunded later, half of them in part' },
  LOAD_REFUND_AFTER_MS: { default: '8000', meaning: 'from paid to its refund, before the time scale' },
  LOAD_QUERY_SHARE: {
    default: '0.2',
    meaning: 'of the payments at the gateway that are queried though they are clear',
  },
  LOAD_POLL_MS: { default: '1000', meaning: 'from poll to poll, before the time scale' },
  LOAD_GIVE_UP_MS: { default: '180000', meaning: 'after that a payment is left undecided, before the time scale' },
  LOAD_CALL_TIMEOUT_MS: { default: '60000', meaning: 'for one call, on the wall clock' },
  LOAD_STORM_TRADES: {
    default: '50',
    meaning: 'of notify: so many payments, whose notifications come again and again',
  },
  LOAD_VUS: { default: '', meaning: 'virtual users made before the start; by default enough for the rate and the mix' },
  LOAD_VUS_MOST: { default: '', meaning: 'virtual users at most (default: twice as many)' },
  LOAD_RESULT_P95_MS: { default: '', meaning: 'threshold: time to a definite result, 95th percentile' },
  LOAD_RESULT_P99_MS: { default: '', meaning: 'threshold: the same, 99th percentile' },
  LOAD_ERRORS_MOST: { default: '0', meaning: 'threshold: failed calls of each class' },
  LOAD_UNDECIDED_MOST: { default: '0', meaning: 'threshold: payments left undecided' },
  LOAD_DROPPED_MOST: { default: '0', meaning: 'threshold: journeys that k6 could not begin in time' },
  LOAD_SUMMARY_FILE: { default: 'load-summary.json', meaning: 'where the end summary of k6 goes; stdout to print it' },
} as const satisfies Readonly<Record<string, Variable>>

export type VariableName = keyof typeof variables
