/** Which kit, on which Node: what a report and a bundle of evidence name. */
import packageJson from '../package.json' with { type: 'json' }

/** `node` is that of the kit, whatever the SUT runs on. */
export type Versions = { readonly kit: string; readonly node: string }

export const versions: Versions = { kit: packageJson.version, node: process.version }
