import { describe, expect, it } from 'vitest'
import { errorOtherNames, gatewayErrors, serviceErrors } from '../../protocol/error-code.ts'
import {
  commonAnswerFields,
  commonRequestFields,
  extendInfoMembers,
  fieldTables,
  notificationFields,
  sideFieldTables,
} from '../../protocol/field-tables.ts'
import { serviceNames, services, sideServiceNames, sideServices } from '../../protocol/service.ts'
import { protocolPage } from './protocol-page.ts'

const page = protocolPage()
const firstCells = (text: string): string[] =>
  [...text.matchAll(/^\| `([^`]+)` \|/gm)].flatMap(([, name = '']) => [name])

/** From the heading to the next one of its level. */
function sectionOf(title: string): string {
  const start = page.indexOf(`\n## ${title}`)
  const end = page.indexOf('\n## ', start + 1)
  return start === -1 ? '' : page.slice(start, end === -1 ? undefined : end)
}

describe('docs/protocol.md', () => {
  it.each(services)('prints every field and every error of %s, in the order of the tables', (service) => {
    const { request, answer } = fieldTables[service]
    const members =
      service === 'pay' ? [...extendInfoMembers.map(({ name }) => name), 'lenient', 'acquirer', 'strict'] : []
    expect(firstCells(sectionOf(`${service}: \`${serviceNames[service]}\``))).toEqual([
      ...request.map(({ name }) => name),
      ...members,
      ...answer.map(({ name }) => name),
      ...Object.keys(serviceErrors[service]),
      ...Object.keys(errorOtherNames[service]),
    ])
  })

  it.each(sideServices)('prints every field of %s', (service) => {
    const { request, answer } = sideFieldTables[service]
    expect(firstCells(sectionOf(`${service}: \`${sideServiceNames[service]}\``))).toEqual(
      [...request, ...answer].map(({ name }) => name),
    )
  })

  it.each([
    ['Every request', commonRequestFields.map(({ name }) => name)],
    ['Every answer', commonAnswerFields.map(({ name }) => name)],
    ['Notification', notificationFields.map(({ name }) => name)],
    ['Gateway errors', Object.keys(gatewayErrors)],
  ])('prints the table of "%s"', (title, names) => {
    expect(firstCells(sectionOf(title))).toEqual(names)
  })

  it('has as many cells in each row as in the header above it', () => {
    const cells = (line: string): number => line.replaceAll('\\|', '').split('|').length
    let header = 0
    for (const [before = '', line] of page.split('\n').map((line, index, all) => [all[index - 1], line] as const)) {
      if (!line.startsWith('|')) continue
      if (!before.startsWith('|')) header = cells(line)
      expect(cells(line), line).toBe(header)
    }
  })
})
