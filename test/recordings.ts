/** What was recorded and published on the wire, as tests read it: `test/recorded/` and the key pair of the published vectors. */
import { readFileSync } from 'node:fs'

export function recorded(name: string): Buffer {
  return readFileSync(new URL(`recorded/${name}`, import.meta.url))
}

/** PEM of the 1024-bit pair in `fixtures/published-test-key/`. */
export const publishedKey = {
  private: readFixture('published-test-key/private-1024.pem'),
  public: readFixture('published-test-key/public-1024.pem'),
}

function readFixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
}
