/** The setting of whoever files evidence: the key that says whose it is. */
import type { SettingRow } from './setting-row.ts'

export const evidenceSettings = {
  evidenceKey: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'a key made for the run, which shows that nothing was changed, not whose it is',
    meaning: 'the Ed25519 private key (PEM) to sign evidence with: alipay-sandbox evidence keys makes one',
    commands: ['conform'],
  },
} as const satisfies Record<string, SettingRow>
