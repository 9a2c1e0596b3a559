/**
 * Every command: one line for the list in --help, and where its code is. Only the one that runs is loaded.
 */
import type { Command } from './command.ts'
import type { CommandName } from './command-names.ts'

type CommandEntry = { readonly summary: string; readonly load: () => Promise<Command> }

export const commandTable: Readonly<Record<CommandName, CommandEntry>> = {
  serve: {
    summary: 'run the gateway that pays, refuses and misbehaves on purpose',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  demo: {
    summary: 'simulator, till and a page with a phone, to see a payment in ten seconds',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  pay: {
    summary: 'pay: one signed call to any gateway, or the whole loop with --collect',
    load: async () => (await import('./commands/pay.ts')).pay,
  },
  query: {
    summary: 'ask a gateway what became of a payment',
    load: async () => (await import('./commands/query.ts')).query,
  },
  cancel: {
    summary: 'make sure that no money of a payment is kept',
    load: async () => (await import('./commands/cancel.ts')).cancel,
  },
  refund: {
    summary: 'give back all or part of a payment',
    load: async () => (await import('./commands/refund.ts')).refund,
  },
  sign: {
    summary: 'sign a string, a request, a notification or an answer',
    load: async () => (await import('./commands/sign.ts')).sign,
  },
  verify: {
    summary: 'check a signature, and say what is wrong with a bad one',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  keys: {
    summary: 'make an RSA pair, or show what key files hold',
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  ca: {
    summary: 'the certificate authority of serve --tls, and how clients trust it',
    load: async () => (await import('./commands/ca.ts')).ca,
  },
  state: {
    summary: 'write a state file out, read it in, back it up, or check that it adds up',
    load: async () => (await import('./commands/state.ts')).state,
  },
  admin: {
    summary: 'see and steer a running simulator: every call of its control API',
    load: async () => (await import('./commands/admin.ts')).admin,
  },
  reconciliation: {
    summary: "fetch the files of a partner's day from a running simulator",
    load: async () => (await import('./commands/reconciliation.ts')).reconciliation,
  },
  pos: {
    summary: "run the reference till: a merchant's backend on the client",
    load: async () => (await import('./commands/pos.ts')).pos,
  },
  relay: {
    summary: 'run a reference integrator or acquirer: many merchants in, one next hop out',
    load: async () => (await import('./commands/relay.ts')).relay,
  },
  topology: {
    summary: 'run one of the four integration modes: gateway, relays and till at once',
    load: async () => (await import('./commands/topology.ts')).topology,
  },
  console: {
    summary: 'the page of demo, in front of a simulator and a till that run already',
    load: async () => (await import('./commands/console.ts')).webConsole,
  },
  conform: {
    summary: 'certify a backend: where would it lose money?',
    load: async () => (await import('./commands/conform.ts')).conform,
  },
  load: {
    summary: 'drive a backend through k6 on a bad day, then audit the money',
    load: async () => (await import('./commands/load.ts')).load,
  },
  observe: {
    summary: "judge what a team's own tests sent to a simulator",
    load: async () => (await import('./commands/observe.ts')).observe,
  },
  evidence: {
    summary: 'check, judge again and compare what conform --evidence wrote',
    load: async () => (await import('./commands/evidence.ts')).evidence,
  },
  coverage: {
    summary: 'which clauses of the protocol pages the kit looks at',
    load: async () => (await import('./commands/coverage.ts')).coverage,
  },
}
