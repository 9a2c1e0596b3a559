/**
 * The texts that the received signature may have been before it was spoilt on its way.
 */
import { type Mistake, told } from './mistake.ts'
import { cleaningMistakes } from './mistakes/spelling-mistakes.ts'

export type CleanedSignature = { readonly text: string; readonly evident: readonly Mistake[] }

/** Longer text is no signature: an RSA key of 8,192 bits makes 1,368 characters of Base64, 2,048 of hex. */
const signatureLengthMost = 4_096

export function cleanedSignatures(received: string): readonly CleanedSignature[] {
  if (received.length > signatureLengthMost) return []
  const cleaned: CleanedSignature[] = [{ text: received, evident: [] }]
  for (const row of cleaningMistakes)
    for (const { text, evident } of [...cleaned]) {
      const clean = row.clean(text)
      if (clean !== text) cleaned.push({ text: clean, evident: [...evident, told(row)] })
    }
  return cleaned
}
