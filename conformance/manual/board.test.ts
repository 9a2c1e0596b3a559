import { describe, expect, it } from 'vitest'
import { scenarioPath } from '../../simulator/scenario-files.ts'
import type { Case } from '../case/case-schema.ts'
import { loadCases } from '../case/load-cases.ts'
import { selectCases } from '../case/select-cases.ts'
import { makeBoard } from './board.ts'
import { type CardDraft, paymentChoices } from './card.ts'

const cases = selectCases(await loadCases(scenarioPath('cases')), { names: [], profile: 'ivalidate' })
const [first] = cases as readonly [Case, ...Case[]]
const setup = { gateway: 'http://127.0.0.1:4100/gateway.do', partner: '2088101122334455', signType: 'MD5' }
const draft: CardDraft = { title: 'Ring up', question: 'What did it show?', choices: paymentChoices, code: '2800' }

async function begun() {
  const board = makeBoard({ target: 'till', cases })
  board.open(setup)
  board.start('Ann')
  await board.begin(first)
  return board
}

const cardOf = (board: Awaited<ReturnType<typeof begun>>) => {
  const { phase } = board.view()
  return phase.kind === 'card' ? phase.card : undefined
}

describe('the board', () => {
  it('begins when somebody has said who he is', async () => {
    const board = makeBoard({ target: 'till', cases })
    expect(board.view().phase.kind).toBe('starting')
    expect(board.start('Ann')).toBe('NOT_NOW')
    board.open(setup)
    expect(board.start('  ')).toBe('NO_OPERATOR')
    const beginning = board.begin(first)
    expect(board.start(' Ann ')).toBeUndefined()
    await beginning
    expect(board.view()).toMatchObject({ operator: 'Ann', current: { id: first.id }, phase: { kind: 'busy' } })
  })

  it('takes one answer for each card, and only one that the card offers', async () => {
    const board = await begun()
    const given = board.ask('p1', draft)
    const id = cardOf(board)?.id ?? ''
    expect(board.answer({ card: id, answer: 'refunded', note: '' })).toBe('UNKNOWN_ANSWER')
    expect(board.answer({ card: id, answer: 'paid', note: ' PAID ' })).toBeUndefined()
    expect(board.answer({ card: id, answer: 'not_paid', note: '' })).toBe('ALREADY_ANSWERED')
    expect(await given).toEqual({ kind: 'answered', answer: 'paid', note: 'PAID', operator: 'Ann' })
  })

  it('shows one card at a time; what a later instruction overtakes is asked no more', async () => {
    const board = await begun()
    const [a, b] = [board.ask('p1', { ...draft, title: 'A' }), board.ask('p2', { ...draft, title: 'B' })]
    expect(cardOf(board)?.title).toBe('A')
    board.withdraw('p1')
    expect(await a).toEqual({ kind: 'overtaken' })
    expect(cardOf(board)?.title).toBe('B')
    board.markSeen('p2')
    expect(cardOf(board)?.seen).toBe(true)
    board.withdraw()
    expect(await b).toEqual({ kind: 'overtaken' })
  })

  it('tells whoever waits that it is paused, and takes nothing more', async () => {
    const board = await begun()
    const asked = board.ask('p1', draft)
    board.pause()
    await expect(asked).rejects.toMatchObject({ code: 'PAUSED' })
    await expect(board.ask('p1', draft)).rejects.toMatchObject({ code: 'PAUSED' })
    await expect(board.begin(first)).rejects.toMatchObject({ code: 'PAUSED' })
    expect(board.answer({ card: '1', answer: 'paid', note: '' })).toBe('NOT_NOW')
    board.finish()
    expect(board.view().phase.kind).toBe('paused')
  })

  it('bounds what is written', async () => {
    const board = await begun()
    const given = board.ask('p1', draft)
    board.answer({ card: '1', answer: 'paid', note: 'x'.repeat(10_000) })
    expect(await given).toMatchObject({ note: 'x'.repeat(2_000) })
  })
})
