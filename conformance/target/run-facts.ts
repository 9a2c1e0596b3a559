/** What a started SUT is told, and how it is filled into a target. Pure. Source: terminal-api.md. */

/** By their names in templates. */
export type RunFacts = {
  readonly gateway: string
  readonly partner: string
  readonly md5_key: string
  readonly sign_type: string
  readonly private_key_file: string
  readonly alipay_public_key_file: string
  readonly port: string
  readonly notify_port: string
  readonly state_dir: string
  readonly time_scale: string
} & Partial<ChainFacts>

/** What a relay is told besides; an integrator in place of the gateway. */
export type ChainFacts = {
  readonly role: string
  readonly merchants_file: string
  readonly operator_key: string
  readonly push_time_scale: string
  /** The next hop of an integrator. */
  readonly relay?: string
}

/** A name that nobody knows stays as it is written. */
export function fill(template: string, facts: RunFacts): string {
  const values: Readonly<Record<string, string | undefined>> = facts
  return template.replaceAll(/\{\{(\w+)\}\}/g, (written, name: string) => values[name] ?? written)
}

/** `SUT_GATEWAY` and its like, then what the target adds. */
export function environmentOf(facts: RunFacts, added: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(facts).map(([name, value]) => [`SUT_${name.toUpperCase()}`, value])
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries(Object.entries(added).map(([n, v]) => [n, fill(v, facts)])),
  }
}
