import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument } from './open-api.ts'
import { describeOperations } from './operation-description.ts'
import { operationNames, operations } from './operations.ts'
import { problemTable } from './problem-details.ts'
import { routes } from './routes.ts'

const document = openApiDocument(routes)
const described = describeOperations(document)

const namesIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

describe('the OpenAPI document', () => {
  it('is served, and says the same as the code', async () => {
    await using room = await openControlRoom()
    const answer = await room.raw('/openapi.json')
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    const served = await answer.json()
    expect(served).toEqual(JSON.parse(JSON.stringify(document)))
    expect(served).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/_admin' }] })
  })

  it('has a route for every operation, once each, and no other', () => {
    expect(routes.map(({ name }) => name).sort()).toEqual([...operationNames].sort())
    expect(described.map(({ name }) => name)).toEqual(operationNames)
  })

  it.each(operationNames)('describes %s: its path, its answer, its refusals', (name) => {
    const operation = described.find((one) => one.name === name) ?? expect.fail(`${name} is not described`)
    expect(operation.pathFields.map((field) => field.name)).toEqual(namesIn(operations[name].path))
    expect(operation.pathFields.every(({ required }) => required)).toBe(true)
    expect(operation.queryFields.some(({ required }) => required)).toBe(false)
    const statuses = operation.answers.map(({ status }) => status)
    expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1)
    expect(statuses).toEqual(expect.arrayContaining(['401', '403', '500']))
    if (operation.pathFields.length > 0) expect(statuses).toContain('404')
  })

  it('refers to nothing that it does not have', () => {
    const text = JSON.stringify(document)
    const missing = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].filter(
      ([, kind = '', name = '']) => !(name in ((document.components as Record<string, object>)[kind] ?? {})),
    )
    expect(missing.map(([ref]) => ref)).toEqual([])
    expect(text).not.toMatch(/\$defs|"\$ref":"(?!#\/components\/)/)
  })

  it('describes a rule down to the conditions inside of conditions', () => {
    const { RuleDraft: rule } = document.components?.schemas ?? {}
    expect(rule).toMatchObject({
      properties: { match: { properties: { not: { $ref: expect.any(String) } } }, behaviour: {} },
    })
  })

  it('names every kind of problem that a call can meet', () => {
    const told = JSON.stringify(described.map(({ answers }) => answers))
    // The one that no described path meets.
    const met = Object.keys(problemTable).filter((code) => code !== 'METHOD_NOT_ALLOWED')
    expect(met.filter((code) => !told.includes(`${code}: `))).toEqual([])
  })
})

describe('the page', () => {
  const page = docsPage(document, 'http://127.0.0.1:4100')

  it('is served at /_admin and /_admin/', async () => {
    await using room = await openControlRoom()
    for (const path of ['', '/']) {
      const answer = await room.raw(path)
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
      expect(await answer.text()).toBe(docsPage(document, new URL(room.simulator.admin).origin))
    }
  })

  it('shows every operation with a line to try it', () => {
    for (const name of operationNames) expect(page).toContain(`<details id="${name}">`)
    expect(page).toContain('curl -sS &#39;http://127.0.0.1:4100/_admin/health&#39;')
    expect(page).toContain(`-X POST &#39;http://127.0.0.1:4100/_admin/partners/default/transactions/{id}/force&#39;`)
    expect(page).toContain('{&#34;to&#34;:&#34;paid&#34;}')
  })

  it('is whole in itself: no script, nothing from elsewhere, no link that leads nowhere', () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/)
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, to = '']) => to)
    expect(links.filter((to) => !to.startsWith('#') && to !== '/_admin/openapi.json')).toEqual([])
    const ids = new Set([...page.matchAll(/id="([^"]+)"/g)].map(([, id]) => `#${id}`))
    expect(links.filter((to) => to.startsWith('#') && !ids.has(to))).toEqual([])
  })
})
