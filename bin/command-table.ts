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
  admin: {
    summary: 'see and steer a running simulator: every call of its control API',
    load: async () => (await import('./commands/admin.ts')).admin,
  },
  pos: {
    summary: "run the reference till: a merchant's backend on the client",
    load: async () => (await import('./commands/pos.ts')).pos,
  },
  conform: {
    summary: 'certify a backend: where would it lose money?',
    load: async () => (await import('./commands/conform.ts')).conform,
  },
  coverage: {
    summary: 'which clauses of the protocol pages the kit looks at',
    load: async () => (await import('./commands/coverage.ts')).coverage,
  },
}
