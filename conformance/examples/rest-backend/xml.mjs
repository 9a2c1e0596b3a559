/**
 * The gateway's XML as a small tree. A DTD is refused: entities, the bomb among them, can only be declared there.
 * Source: gateway.md §3 and §5.
 */

/** @typedef {{ name: string, text: string, children: Element[] }} Element */

const charsets = { 'UTF-8': 'utf-8', GBK: 'gbk', GB2312: 'gbk' }
const depthMax = 8

const token =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y

/**
 * @param {Buffer} bytes in the charset that the declaration names, whatever was asked for
 * @returns {Element}
 * @throws {Error} when it is anything else than well-formed elements, attributes, texts
 */
export function readXml(bytes) {
  const text = decode(bytes)
  const document = { name: '', text: '', children: [] }
  const open = [document]
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    if (found === null) throw new Error(`no XML at character ${at}`)
    take(open, found)
  }
  const [root, ...more] = document.children
  if (open.length > 1 || root === undefined || more.length > 0 || document.text.trim() !== '')
    throw new Error('the XML is not whole')
  return root
}

function decode(bytes) {
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/.exec(bytes.subarray(0, 200).toString('latin1'))
  const charset = charsets[(declared?.[1] ?? 'UTF-8').toUpperCase()]
  if (charset === undefined) throw new Error(`the charset ${declared?.[1]} is not expected`)
  return new TextDecoder(charset, { fatal: true }).decode(bytes)
}

function take(open, [whole, closed, opened, , empty]) {
  const inside = open.at(-1)
  if (closed !== undefined) {
    if (open.pop().name !== closed) throw new Error(`</${closed}> closes nothing`)
  } else if (opened !== undefined) {
    const element = { name: opened, text: '', children: [] }
    inside.children.push(element)
    if (empty === '') open.push(element)
    if (open.length > depthMax) throw new Error('the XML is too deep')
  } else if (!whole.startsWith('<')) {
    inside.text += plain(whole)
  }
}

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plain(text) {
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w+));|&/g, (whole, hex, decimal, name) => {
    if (hex !== undefined || decimal !== undefined) return String.fromCodePoint(parseInt(hex ?? decimal, hex ? 16 : 10))
    if (name === undefined || !Object.hasOwn(named, name)) throw new Error(`${whole} is not declared`)
    return named[name]
  })
}
