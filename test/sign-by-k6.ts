/**
 * Signs what it is given, for the golden test: `LOAD_GOLDEN_FILE` holds `[{ fields, key }]`, each signature is told as a line.
 * `RSA2` is asked for by a key in PEM.
 */
import exec from 'k6/execution'
import { canonicalText, type Fields, md5Signature, rsa2Key, rsa2Signature } from '../load/k6/lib/signing.ts'

type Sample = { readonly fields: Fields; readonly key: string }

const samples: readonly Sample[] = JSON.parse(open(__ENV.LOAD_GOLDEN_FILE ?? ''))

export const options = { vus: 1, iterations: samples.length }

export default async function sign(): Promise<void> {
  const sample = samples[exec.scenario.iterationInTest]
  if (sample === undefined) return
  const { fields, key } = sample
  const signature = key.startsWith('-----')
    ? await rsa2Signature(fields, await rsa2Key(key))
    : md5Signature(fields, key)
  // biome-ignore lint/suspicious/noConsole: k6 has no other way to say something
  console.log(JSON.stringify({ signature, text: canonicalText(fields) }))
}
