import { describe, expect, it } from 'vitest'
import { readYaml, type YamlNode } from './yaml-node.ts'

function tree(source: string): YamlNode {
  const read = readYaml(source)
  if (!read.ok) throw new Error(read.problem)
  return read.root
}

describe('YAML is read', () => {
  it('as texts, lists and maps, each with its line', () => {
    expect(tree('# first\na: one\nb:\n  - two\n  - c: three\nd:\n')).toEqual({
      kind: 'map',
      line: 2,
      members: [
        { name: 'a', line: 2, value: { kind: 'text', line: 2, text: 'one' } },
        {
          name: 'b',
          line: 3,
          value: {
            kind: 'list',
            line: 4,
            items: [
              { kind: 'text', line: 4, text: 'two' },
              {
                kind: 'map',
                line: 5,
                members: [{ name: 'c', line: 5, value: { kind: 'text', line: 5, text: 'three' } }],
              },
            ],
          },
        },
        { name: 'd', line: 6, value: { kind: 'text', line: 6, text: '' } },
      ],
    })
  })

  it.each(['23:00', '1.0', '0x10', '2024-01-15', 'yes', 'NULL', '4100', '1e3'])('%s as it is written', (text) => {
    expect(tree(`a: ${text}`)).toMatchObject({ members: [{ value: { text } }] })
    expect(tree(`a: "${text}"`)).toMatchObject({ members: [{ value: { text } }] })
  })

  it('with an alias as its name: nothing grows', () => {
    const levels = Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}]`)
    const read = tree(`l0: &l0 x\n${levels.join('\n')}\n`)
    expect(JSON.stringify(read).length).toBeLessThan(10_000)
    expect(tree('a: &a x\nb: *a\n')).toMatchObject({ members: [{}, { value: { kind: 'text', text: '*a' } }] })
  })

  it.each([
    ['a: [1\n', 2],
    ['a: 1\nb: "x\n', 3],
    ['a: 1\na: 2\n', 2],
  ])('never when it is broken: %j tells the line', (source, line) => {
    expect(readYaml(source)).toMatchObject({ ok: false, line })
  })
})
