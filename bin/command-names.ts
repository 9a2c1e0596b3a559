/** The commands by name, in the order of --help. What each does and where its code is: command-table.ts. */
export const commandNames = [
  'serve',
  'pay',
  'query',
  'cancel',
  'refund',
  'sign',
  'verify',
  'keys',
  'admin',
  'pos',
  'conform',
  'coverage',
] as const
export type CommandName = (typeof commandNames)[number]
