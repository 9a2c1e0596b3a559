import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { create } from 'xmlbuilder2'
import { escapeXml, escapeXmlAttribute, xmlElement } from './xml-writer.ts'

/** Any text, much of it of what XML cares about. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      ...'&<>"\'\t\n\r',
      ']]>',
      '&amp;',
      '\u0000',
      '\u001F',
      '\u007F',
      '\u0085',
      '\u2028',
      '\uFFFE',
      '\uD800',
      '\uDC00',
    ),
  ),
})
/** What the oracle writes as it comes: white space a reader may change, what XML cannot carry, and what looks escaped already. */
const untouched = /[\t\n\r]|[\u0000-\u001F\uFFFE\uFFFF]|[\uD800-\uDFFF]|&(?:amp|lt|gt|quot|apos);/u

/** The text as an XML document can carry it. */
const carried = (text: string) =>
  text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')

describe('xmlbuilder2, our oracle,', () => {
  it('writes the same bytes', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !untouched.test(text)),
        (text) => {
          const theirs = create().ele('param', { name: text }).txt(`.${text}`).end({ headless: true })
          expect(`<param name="${escapeXmlAttribute(text)}">${escapeXml(`.${text}`)}</param>`).toBe(theirs)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('reads every text out of what we write', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const document = create(`<a b="${escapeXmlAttribute(text)}">.${escapeXml(text)}.</a>`)
        const read = document.root().node as unknown as { textContent: string; getAttribute(name: string): string }
        expect(read.getAttribute('b')).toBe(carried(text))
        expect(read.textContent).toBe(`.${carried(text)}.`)
      }),
      { numRuns: 500 },
    )
  })
})

it.each([
  ['plain text, 中文 and 😀', 'plain text, 中文 and 😀'],
  ['a&b<c>d', 'a&amp;b&lt;c&gt;d'],
  [`"it's"`, `"it's"`],
  ['&amp;', '&amp;amp;'],
  [' a\tb\nc\rd ', ' a&#x9;b&#xA;c&#xD;d '],
  ['\u0000\u001F\uFFFE\uFFFF', '\uFFFD\uFFFD\uFFFD\uFFFD'],
  ['a\uD83Db\uDE00c😀', 'a\uFFFDb\uFFFDc😀'],
])('%j is written as %j', (text, escaped) => {
  expect(escapeXml(text)).toBe(escaped)
  expect(xmlElement('e', text)).toBe(`<e>${escaped}</e>`)
  expect(escapeXmlAttribute(text)).toBe(escaped.replaceAll('"', '&quot;'))
})
