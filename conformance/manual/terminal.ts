/**
 * The board at a terminal, for a person without a browser: the code as a QR of blocks and as digits, the answers typed. Ends
 * with the board; input that ends is a pause.
 */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { blocksOf, spaced } from '../../simulator/wallet/barcode.ts'
import type { Board } from './board.ts'
import { type BoardRefusal, boardRefusals } from './board-view.ts'
import { progressText, shortName } from './board-words.ts'
import type { Card } from './card.ts'

export type TerminalSettings = {
  readonly board: Board
  readonly input: Readable
  readonly write: (text: string) => void
}

/** @returns stops listening */
export function startTerminal({ board, input, write }: TerminalSettings): () => void {
  const reader = createInterface({ input, terminal: false })
  /** What was written last, so that nothing is written twice. */
  let [shown, scanned] = ['', '']
  /** An answer that waits for its note. */
  let chosen: { readonly card: Card; readonly answer: string } | undefined
  let lastResult: unknown

  const show = () => {
    const view = board.view()
    const { phase, last, setup } = view
    if (last !== undefined && last !== lastResult) {
      lastResult = last
      write(`${shortName(last)}: ${last.outcome}\n`)
    }
    if (phase.kind === 'card' && phase.card.seen && phase.card.id !== scanned) {
      scanned = phase.card.id
      write('\nScanned: the gateway has got it. Watch the till.\n> ')
    }
    const key = phase.kind === 'card' ? phase.card.id : phase.kind
    if (key === shown) return
    shown = key
    chosen = undefined
    if (phase.kind === 'welcome' && setup !== undefined) {
      write(
        `Set the till up: gateway ${setup.gateway}, partner ${setup.partner}, signed by ${setup.signType}, the key of the target file.\n`,
      )
      write(view.operator === '' ? 'Who is at the till? ' : `${view.operator}, press Enter to begin. `)
    }
    if (phase.kind === 'card') write(cardText(phase.card, view.current && shortName({ theCase: view.current })))
    if (phase.kind === 'paused' || phase.kind === 'finished') write(`${progressText(view)}.\n`)
  }
  const refused = (problem: BoardRefusal | undefined) => {
    if (problem !== undefined) write(`${boardRefusals[problem]} `)
  }
  const send = (card: Card, answer: string, note: string) => {
    chosen = undefined
    refused(board.answer({ card: card.id, answer, note }))
  }
  const hear = (line: string) => {
    const { phase, operator } = board.view()
    const text = line.trim()
    if (phase.kind === 'welcome') return refused(board.start(text === '' ? operator : text))
    if (phase.kind !== 'card') return text === 'p' ? board.pause() : undefined
    if (chosen !== undefined) return send(chosen.card, chosen.answer, text)
    if (text === 'p') return board.pause()
    const { card } = phase
    const choice = card.choices[Number(text === '' && card.choices.length === 1 ? 1 : text) - 1]
    if (choice === undefined) return write(`Type ${rangeText(card)}, or p to pause. `)
    if (card.choices.length === 1) return send(card, choice.id, '')
    chosen = { card, answer: choice.id }
    write(`${choice.label}. Its words, as on its screen (Enter for none): `)
  }
  const unwatch = board.watch(show)
  reader.on('line', hear)
  reader.on('close', () => board.pause())
  show()
  return () => {
    unwatch()
    reader.removeAllListeners('close')
    reader.close()
  }
}

function cardText({ title, amount, advice, code, expectation, question, choices }: Card, name = ''): string {
  const lines = [
    '',
    `${name === '' ? '' : `${name}  `}${title}${amount === undefined ? '' : `: ${amount}`}`,
    ...(advice === undefined ? [] : [advice]),
    ...(expectation === undefined ? [] : [expectation]),
    ...(code === undefined ? [] : [...blocksOf(code), spaced(code)]),
    question,
    ...choices.map(({ label, hint }, index) => `  ${index + 1}  ${label}${hint === '' ? '' : `: ${hint}`}`),
  ]
  return `${lines.join('\n')}\n> `
}

function rangeText({ choices }: Card): string {
  return choices.length === 1 ? 'Enter' : `1 to ${choices.length}`
}
