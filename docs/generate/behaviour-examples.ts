/** The examples of docs/behaviours.md; a test reads them with the code that reads the user's own. */

export const ownBehaviour = {
  fileName: '0901-two-errors-then-paid.yaml',
  text: `id: "0901"
name: two errors, then paid
does: Answers SYSTEM_ERROR twice and books nothing; the third pay goes as normal.
because: Our till repeats a pay three times before it asks for the outcome.
till: [paid]
source: ["ticket 4711"]
pay:
  - plan: { kind: refused, code: SYSTEM_ERROR, level: gateway }
    times: 2
query:
  - fault: { kind: no answer }
    delayBefore: { kind: preset, name: across-the-sea }
`,
}

export const rules = `rules:
  - id: lunch-brownout
    match: { service: pay, daily: { from: "11:30", to: "13:30" }, probability: 0.05 }
    behaviour: "0303"

  - id: slow-store
    match: { storeId: ST01, not: { terminalId: [T07, T08] } }
    play: { delayAfter: { kind: log-normal, p50Ms: 900, p99Ms: 4000 } }

  - id: every-tenth-refund
    match: { service: refund, currency: USD, amount: { from: "100.00" }, everyNth: 10 }
    play: { plan: { kind: refused, code: SYSTEM_ERROR, level: gateway } }
    times: 5
    ttlMs: 3600000
`
