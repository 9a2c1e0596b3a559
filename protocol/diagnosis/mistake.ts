/**
 * One classic mistake in signing, as it is told. The tables in mistakes/ say which there are and how each is made.
 */
export type MistakeRow = {
  /** Never used again for another mistake. */
  readonly id: string
  /** Two to six words. */
  readonly name: string
  /** What was done: a sentence. */
  readonly sentence: string
  /** What to do instead: a sentence. */
  readonly mend: string
  readonly source: string
}

export type Mistake = MistakeRow & {
  /** Which kind of it, or what it was done to. */
  readonly detail?: string
}

/** The row's words, without what makes the mistake. */
export function told({ id, name, sentence, mend, source }: MistakeRow, detail?: string): Mistake {
  return { id, name, sentence, mend, source, ...(detail === undefined ? {} : { detail }) }
}
