/** The words in which a case says what goes wrong around a relay. */

/** `recorded`: the last call of the case once more, byte for byte. */
export const mistakes = [
  'no key',
  'wrong key',
  'key of another',
  'no signature',
  'wrong signature',
  'changed body',
  'changed path',
  'old timestamp',
  'early timestamp',
  'recorded',
] as const
export type Mistake = (typeof mistakes)[number]

/** How a merchant takes what is pushed to it. */
export const receiverModes = ['up', 'down', 'failing', 'hanging', 'redirecting'] as const
export type ReceiverMode = (typeof receiverModes)[number]
