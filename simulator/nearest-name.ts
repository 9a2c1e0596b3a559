/**
 * The name that somebody most likely meant: for messages about an unknown switch, setting or command.
 * Pure; knows no names of its own.
 */

/** The candidate with the fewest changed letters, unless they are more than two in five of what was written. */
export function nearestName(written: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let fewest = Math.ceil(written.length * 0.4) + 1
  for (const candidate of candidates) {
    const changes = changedLetters(plain(written), plain(candidate))
    if (changes < fewest) [nearest, fewest] = [candidate, changes]
  }
  return nearest
}

/** The end of a sentence about an unknown name: ` (did you mean "port"?)`, or nothing when no name is near. */
export function nearestHint(written: string, candidates: Iterable<string>): string {
  const nearest = nearestName(written, candidates)
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`
}

/** `md5_key`, `md5Key` and `md5-key` are one name to the person who writes them. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/** Levenshtein's distance, a row at a time. */
function changedLetters(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    above = current
  }
  return above[b.length] ?? 0
}
