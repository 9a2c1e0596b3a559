import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestAsCurl, shellQuoted } from './curl-command.ts'

/** What a real shell makes of it: one argument a line of JSON. */
function wordsIn(command: string): readonly string[] {
  const script = `set -f; show() { for word in "$@"; do printf '%s\\0' "$word"; done; }; show ${command}`
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('a word for the shell', () => {
  it('is one word, whatever is in it', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((word) => !word.includes('\0') && word.isWellFormed())
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (words) => {
        expect(wordsIn(words.map(shellQuoted).join(' '))).toEqual(words)
      }),
      { numRuns: 40, examples: [[["it's", '$(id)', '`id`', '"', '\\', '\n', '*', '~', '', '-n', '; #', '!']]] },
    )
  })

  it('is left alone when a person would not quote it either', () => {
    expect(shellQuoted('trans_amount=39.25')).toBe('trans_amount=39.25')
  })
})

describe('a request as curl', () => {
  const request = (value: string, url = 'http://127.0.0.1:4100/gateway.do?_input_charset=UTF-8') => ({
    service: 'pay' as const,
    url,
    parameters: [
      { name: '_input_charset', value: 'UTF-8' },
      { name: 'trans_name', value },
      { name: 'sign', value: 'a+b/c=' },
    ],
    signedString: '',
    body: '',
  })

  it('has the charset in the URL alone, and escapes what has to be escaped', () => {
    expect(requestAsCurl(request("Joe's café"), 'UTF-8')).toBe(
      [
        "curl -sS 'http://127.0.0.1:4100/gateway.do?_input_charset=UTF-8' \\",
        "  --data-urlencode 'trans_name=Joe'\\''s café' \\",
        '  --data-urlencode sign=a+b/c=',
      ].join('\n'),
    )
  })

  it('is escaped by us where the terminal would send the bytes of another charset', () => {
    expect(requestAsCurl(request('咖啡'), 'GBK')).toContain('-d trans_name=%BF%A7%B7%C8')
  })

  it('tells curl that the brackets of an IPv6 address are no range', () => {
    expect(requestAsCurl(request('x', 'http://[::1]:4100/gateway.do'), 'UTF-8')).toMatch(/^curl -sS --globoff /)
  })
})
