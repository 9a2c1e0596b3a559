/** What a house rule is, and the small vocabulary the rules share: which house a file lives in, what counts as a test. */
import type { Source, Spot } from './source.ts'

export type Finding = { path: string; line: number; what: string }

export type Rule = {
  name: string
  /** What breaks when it is not kept. */
  because: string
  check: (sources: readonly Source[]) => Finding[]
}

/** `protocol/fields/pay.ts` lives in `protocol`; a file at the root in ``. */
export function houseOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || houseOf(path) === 'test'
}

export function finding(source: Source, spot: Spot, what: string = spot.text): Finding {
  return { path: source.path, line: spot.line, what }
}

/** A rule that looks at one file at a time. */
export function eachFile(
  name: string,
  { because, applies, find }: { because: string; applies: (path: string) => boolean; find: (source: Source) => Spot[] },
): Rule {
  return {
    name,
    because,
    check: (sources) =>
      sources
        .filter(({ path }) => applies(path))
        .flatMap((source) => find(source).map((spot) => finding(source, spot))),
  }
}
