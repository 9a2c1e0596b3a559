import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { create } from 'xmlbuilder2'
import { recorded } from '../test/recordings.ts'
import { readXml, type XmlElement, type XmlLimits } from './xml-reader.ts'

const read = (xml: string, limits?: XmlLimits) => readXml(Buffer.from(xml), limits)

function root(xml: string): XmlElement {
  const result = read(xml)
  if (!result.ok) throw new Error(result.detail)
  return result.root
}

/** What went wrong, in a word. */
function problem(bytes: string | Uint8Array, limits?: XmlLimits): string {
  const result = readXml(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, limits)
  return result.ok ? 'none' : result.problem
}

describe('a right reading', () => {
  it.each<[string, string, string]>([
    ['text', '<a>x</a>', 'x'],
    ['no text', '<a></a>', ''],
    ['an empty element', '<a/>', ''],
    ['blanks, kept', '<a>  x  y </a>', '  x  y '],
    ['leading zeros, kept', '<a>0039.250</a>', '0039.250'],
    ['XML’s own five references', '<a>&amp;&lt;&gt;&quot;&apos;</a>', '&<>"\''],
    ['character references', '<a>&#65;&#x42;&#x4E2D;&#128512;&#x0001F600;</a>', 'AB中😀😀'],
    ['a reference resolved once', '<a>&amp;lt;&#38;lt;</a>', '&lt;&lt;'],
    ['CDATA between text', '<a>x<![CDATA[<b>&amp;]]>y</a>', 'x<b>&amp;y'],
    ['two CDATA', '<a><![CDATA[x]]]]><![CDATA[>y]]></a>', 'x]]>y'],
    ['empty CDATA', '<a><![CDATA[]]></a>', ''],
    ['a document type inside CDATA', '<a><![CDATA[<!DOCTYPE x>]]></a>', '<!DOCTYPE x>'],
    ['a comment inside text', '<a>12<!-- 3 -->4</a>', '124'],
    ['tags inside a comment', '<a><!-- <b></a> -->1</a>', '1'],
    ['a processing instruction inside text', '<a>12<?x > <b> ?>34</a>', '1234'],
    ['Windows line ends', '<a>x\r\ny\rz</a>', 'x\ny\nz'],
    ['a carriage return as a reference', '<a>&#xD;&#10;</a>', '\r\n'],
    ['a quotation mark and a >', '<a>"x" > \'y\'</a>', '"x" > \'y\''],
    ['blanks after names', '<a >1</a >', '1'],
    ['a comment around the root', '<!--x--><a>1</a><!--y-->', '1'],
    ['white space around the root', ' \n<a>1</a>\n ', '1'],
    ['a declaration after white space', ' \n<?xml version="1.0"?>\n<a>1</a>', '1'],
    ['a byte order mark', '\uFEFF<?xml version="1.0" encoding="UTF-8"?><a>中</a>', '中'],
  ])('%s', (_, xml, text) => {
    expect(root(xml)).toEqual({ name: 'a', attributes: {}, children: [], text })
  })

  it.each<[string, string, Record<string, string>]>([
    ['both quotation marks', `<a b="1'" c='2"'/>`, { b: "1'", c: '2"' }],
    ['what ends no tag there', '<a b="/>" c="x>y"/>', { b: '/>', c: 'x>y' }],
    ['references', '<a b="&lt;&#x4E2D;&amp;amp;"/>', { b: '<中&amp;' }],
    ['white space as written, and as a reference', '<a b="x\ty\nz&#9;&#10;"/>', { b: 'x y z\t\n' }],
    ['white space around it', '<a\n b = "1"\n\tc="2" />', { b: '1', c: '2' }],
    ['an empty value', '<a b=""/>', { b: '' }],
    [
      'names that mean something to JavaScript',
      '<a __proto__="1" constructor="2"/>',
      { ['__proto__']: '1', constructor: '2' },
    ],
  ])('attributes: %s', (_, xml, attributes) => {
    expect(Object.entries(root(xml).attributes)).toEqual(Object.entries(attributes))
  })

  it('is the same for one line and for an indented form, but for the white space between elements', () => {
    const shape = ({ name, children, text }: XmlElement): unknown =>
      children.length > 0 ? [name, children.map(shape)] : [name, text]
    const indented = recorded('11-answer-query-hk-success.xml').toString()
    expect(shape(root(indented.replaceAll(/>\s+</g, '><')))).toEqual(shape(root(indented)))
  })

  it('has elements in their order, and names that mean something to JavaScript', () => {
    const { children } = root('<a><b>1</b><__proto__>2</__proto__><constructor/><b>3</b><x:y-z.0/></a>')
    expect(children.map(({ name, text }) => `${name}=${text}`)).toEqual([
      'b=1',
      '__proto__=2',
      'constructor=',
      'b=3',
      'x:y-z.0=',
    ])
  })

  it('is what xmlbuilder2 wrote, indented or not', () => {
    type Tree = { name: string; attribute: string; value: string; children: Tree[] }
    // What looks escaped already it writes as it is.
    const text = fc
      .string({
        unit: fc.oneof(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
          fc.constantFrom('&', '<', '>', '"', "'", ']]>', '中', '😀'),
        ),
      })
      .filter((candidate) => !/&(?:amp|lt|gt|quot|apos);/.test(candidate))
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.record({
        name: fc.constantFrom('a', 'b_c', 'd-e', '中'),
        attribute: text,
        value: text.map((value) => `.${value}.`),
        children: fc.oneof({ maxDepth: 4 }, fc.constant<Tree[]>([]), fc.array(tie('tree'), { maxLength: 3 })),
      }),
    }))
    const written = (one: Tree, prettyPrint: boolean) => {
      const add = (parent: ReturnType<typeof create>, { name, attribute, value, children }: Tree) => {
        const element = parent.ele(name, { n: attribute }).txt(value)
        for (const child of children) add(element, child)
      }
      const document = create()
      add(document, one)
      return document.end({ prettyPrint })
    }
    const given = ({ name, attribute, value, children }: Tree): unknown => ({
      name,
      attributes: { n: attribute },
      text: value,
      children: children.map(given),
    })
    const trimmed = (one: XmlElement): unknown => ({
      ...one,
      text: one.text.trim(),
      children: one.children.map(trimmed),
    })
    fc.assert(
      fc.property(tree, fc.boolean(), (one, prettyPrint) => {
        expect(trimmed(root(written(one, prettyPrint)))).toEqual(given(one))
      }),
      { numRuns: 200 },
    )
  })
})

describe('the charset', () => {
  const declared = (encoding: string, text: string) => `<?xml version="1.0" encoding=${encoding}?><a>${text}</a>`

  it.each([
    ['what is declared', declared('"GBK"', '\xd6\xd0'), {}, 'GBK', '中'],
    ['what is declared in small letters and single quotes', declared("'gb2312'", '\xd6\xd0'), {}, 'GB2312', '中'],
    [
      'what is declared, whatever the Content-Type says',
      declared('"utf-8"', '\xe4\xb8\xad'),
      { fallback: 'GBK' },
      'UTF-8',
      '中',
    ],
    [
      'what the Content-Type says when nothing is declared',
      '<?xml version="1.0"?><a>\xd6\xd0</a>',
      { fallback: 'GBK' },
      'GBK',
      '中',
    ],
    ['UTF-8 when nobody says anything', '<a>\xe4\xb8\xad</a>', {}, 'UTF-8', '中'],
    [
      'UTF-8 when there is a byte order mark',
      `\xef\xbb\xbf${declared('"GBK"', '\xe4\xb8\xad')}`,
      { fallback: 'GBK' },
      'UTF-8',
      '中',
    ],
    ['of no matter for ASCII, even one nobody knows', declared('"ISO-8859-1"', 'x'), {}, 'UTF-8', 'x'],
  ] as const)('is %s', (_, xml, limits, charset, text) => {
    const result = readXml(Buffer.from(xml, 'latin1'), limits)
    expect(result).toMatchObject({ ok: true, charset, root: { text } })
  })

  it.each([
    ['UTF-8 declared, GBK sent', declared('"UTF-8"', '\xd6\xd0')],
    ['GBK declared, no GBK sent', declared('"GBK"', '\xff')],
    ['a character cut in two', '<a>\xe4\xb8</a>'],
    ['a charset the gateway does not have', declared('"ISO-8859-1"', '\xe9')],
    ['a charset nobody has', declared('"nonsense"', '\xe4\xb8\xad')],
    ['UTF-16', '\xff\xfe<\0a\0/\0>\0'],
  ])('is wrong: %s', (_, xml) => {
    expect(problem(Buffer.from(xml, 'latin1'))).toBe('not text in its charset')
  })
})

describe('what is refused by name', () => {
  it.each([
    [
      'a billion laughs',
      '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><alipay>&lol2;</alipay>',
    ],
    ['an external entity', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]><a/>'],
    ['a document type alone', '<!DOCTYPE alipay><alipay/>'],
    ['a document type in small letters', '<!doctype html><html></html>'],
    ['an entity inside the root', '<a><!ENTITY x "y">&x;</a>'],
  ])('document type: %s', (_, xml) => {
    expect(problem(xml)).toBe('document type')
  })

  it.each([
    ['nothing', ''],
    ['white space', ' \n '],
    ['a declaration alone', '<?xml version="1.0"?>'],
    ['no XML', 'ILLEGAL_SIGN'],
    ['JSON', '{"is_success":"T"}'],
    ['HTML', '<html><body><p>Bad gateway<br></body></html>'],
    ['an element that does not end', '<a><b>1</b>'],
    ['an answer cut off', recorded('15-answer-refused.xml').subarray(0, -4).toString()],
    ['an end tag of another', '<a><b></a></b>'],
    ['an end tag of nothing', '</a>'],
    ['an end tag too many', '<a></a></a>'],
    ['an end tag with an attribute', '<a></a b="1">'],
    ['two roots', '<a/><b/>'],
    ['text behind the root', '<a/>x'],
    ['text before the root', 'x<a/>'],
    ['CDATA outside the root', '<![CDATA[x]]><a/>'],
    ['a reference outside the root', '&#65;<a/>'],
    ['an entity nobody declared', '<a>&nbsp;</a>'],
    ['a bare &', '<a>x & y</a>'],
    ['a reference without an end', '<a>&amp</a>'],
    ['a reference to no character', '<a>&#0;</a>'],
    ['a reference to half a character', '<a>&#xD83D;&#xDE00;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['a reference far beyond Unicode', `<a>&#${'9'.repeat(400)};</a>`],
    ['a reference to U+FFFE', '<a>&#xFFFE;</a>'],
    ['a bare & in an attribute', '<a b="x&y"/>'],
    ['a control character', '<a>\u0001</a>'],
    ['a zero byte', '<a>\0</a>'],
    [']]> in text', '<a>]]></a>'],
    ['< in an attribute', '<a b="x<y"/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['__proto__ twice', '<a __proto__="1" __proto__="2"/>'],
    ['an attribute without a value', '<a b/>'],
    ['an attribute without quotation marks', '<a b=1/>'],
    ['an attribute without an end', '<a b="1/>'],
    ['attributes without a blank between', '<a b="1"c="2"/>'],
    ['a blank before the name', '< a/>'],
    ['a name that begins with a digit', '<1/>'],
    ['a comment without an end', '<a><!-- </a>'],
    ['a comment that ends at once', '<a><!--></a>'],
    ['-- in a comment', '<a><!-- x -- y --></a>'],
    ['CDATA without an end', '<a><![CDATA[x</a>'],
    ['an instruction without an end', '<a><?x </a>'],
    ['an instruction without a name', '<a><??></a>'],
    ['a declaration in the middle', '<a><?xml version="1.0"?></a>'],
    ['a < at the end', '<a>x<'],
  ])('not well-formed: %s', (_, xml) => {
    expect(problem(xml)).toBe('not well-formed')
  })

  it('too deep: one element more than the limit, however it is hidden', () => {
    const nested = (depth: number, inside = '') => `${'<a>'.repeat(depth)}${inside}${'</a>'.repeat(depth)}`
    expect(problem(nested(16))).toBe('none')
    expect(problem(nested(15, '<b/>'))).toBe('none')
    expect(problem(nested(17))).toBe('too deep')
    expect(problem(nested(16, '<b/>'))).toBe('too deep')
    expect(problem(nested(10, `<![CDATA[${'</a>'.repeat(20)}]]>${nested(7)}`))).toBe('too deep')
    expect(problem(nested(100_000))).toBe('too deep')
    expect(problem(nested(3), { maxDepth: 2 })).toBe('too deep')
    expect(problem(nested(10, `<!-- ${'<a>'.repeat(20)} -->`))).toBe('none')
    expect(problem(`<a>${'<b></b>'.repeat(100)}</a>`)).toBe('none')
  })

  it('too large: one byte more than the limit, 50 MB', () => {
    expect(problem(Buffer.alloc(50 * 1024 * 1024, '<a>'))).toBe('too large')
    expect(problem('<a>x</a>', { maxBytes: 7 })).toBe('too large')
    expect(problem('<a>x</a>', { maxBytes: 8 })).toBe('none')
    expect(problem(`<a>${'x'.repeat(1_048_569)}</a>`)).toBe('none')
    expect(problem(`<a>${'x'.repeat(1_048_570)}</a>`)).toBe('too large')
  })

  it('says on which line', () => {
    expect(read('<a>\n<b>\n</c></a>')).toEqual({
      ok: false,
      problem: 'not well-formed',
      detail: 'line 3: </b> expected',
    })
    expect(read(`<${'x'.repeat(500_000)}>`)).toMatchObject({ detail: `line 1: ends inside <${'x'.repeat(40)}…>` })
  })
})

describe('an adversary', () => {
  const pieces = [
    '<',
    '&',
    '<a>',
    '<a/>',
    '</a>',
    '<!--',
    '-',
    '<![CDATA[',
    ']',
    ']]>',
    '<?',
    '<!',
    '"',
    "'",
    '>',
    ' ',
    '\n',
    '\r',
    ' a',
    ' a=',
    ' a=""',
    ' a="',
    '&#',
    '&#1',
    '&#65;',
    '&amp;',
    'x',
    '<a ',
    '<a b="',
    '<x><!--',
    '\uFEFF',
  ]

  it.each(pieces)('gets a megabyte of %j read in one pass, wherever it stands', (piece) => {
    const many = piece.repeat(Math.floor(1_000_000 / Buffer.byteLength(piece)))
    for (const xml of [
      many,
      `<a>${many}</a>`,
      `<a ${many}/>`,
      `<a b="${many}"/>`,
      `<?xml ${many}?><a/>`,
      `<!--${many}--><a/>`,
      `<a><![CDATA[${many}]]></a>`,
    ])
      expect(['none', 'not well-formed', 'too deep', 'document type']).toContain(problem(xml))
  })

  it('gets attributes without number read in one pass', () => {
    const attributes = Array.from({ length: 50_000 }, (_, n) => ` a${n}="${n}"`).join('')
    expect(Object.keys(root(`<a${attributes}/>`).attributes)).toHaveLength(50_000)
  })

  it('gets no exception by random bytes', () => {
    const markup = fc
      .constantFrom(...pieces, '<?xml version="1.0" encoding="GBK"?>', '中', '\0')
      .map((piece) => Buffer.from(piece))
    fc.assert(
      fc.property(fc.array(fc.oneof(markup, fc.uint8Array({ maxLength: 4 }))), (chunks) => {
        expect(problem(Buffer.concat(chunks))).toMatch(/./)
      }),
      { numRuns: 2000 },
    )
  })
})
