/** What has to be known of a SUT to write its target.yaml, and the file that comes of it. Pure. */
import { stringify } from 'yaml'
import type { Feature } from '../../reference/terminal-api/words.ts'
import { demoPartner } from '../../simulator/demo-partner.ts'

/** What the kit can ask of a person, in the words of the terminal API. */
const byHand = ['cancel', 'refund', 'partial_refund', 'notifications', 'restart'] as const satisfies readonly Feature[]

const started = ['http', 'rest', 'exec'] as const

/** `of`: the adapters that it is asked for; all when it is left out. */
export const targetQuestions = [
  { name: 'name', text: 'What is your backend called?', otherwise: 'my backend', of: undefined },
  {
    name: 'adapter',
    text: 'How is it spoken to: http (the terminal API), rest (an API of its own), exec (JSON lines on stdio), manual (a person at the till)?',
    otherwise: 'http',
    of: undefined,
  },
  { name: 'command', text: 'What command starts it, from this folder?', otherwise: undefined, of: started },
  {
    name: 'time_scale',
    text: 'By what may its waits be divided in tests (SUT_TIME_SCALE)?',
    otherwise: '1',
    of: started,
  },
  { name: 'partner', text: 'With which PID is the till set up?', otherwise: demoPartner.pid, of: ['manual'] },
  { name: 'md5_key', text: 'With which MD5 key does it sign?', otherwise: demoPartner.md5Key, of: ['manual'] },
  {
    name: 'host',
    text: 'Where is the gateway to listen: 127.0.0.1 for a till on this machine, 0.0.0.0 for one in the shop?',
    otherwise: '127.0.0.1',
    of: ['manual'],
  },
  { name: 'port', text: 'And on which port?', otherwise: '4100', of: ['manual'] },
  {
    name: 'features',
    text: `What can it do besides payments: ${byHand.join(', ')}?`,
    otherwise: 'none',
    of: ['manual'],
  },
] as const

type Question = (typeof targetQuestions)[number]

export type TargetAnswers = Readonly<Record<Question['name'], string>>

export function isAskedOf({ of }: Pick<Question, 'of'>, adapter: string): boolean {
  const adapters: readonly string[] | undefined = of
  return adapters === undefined || adapters.includes(adapter)
}

/** A target that can be read, whatever was answered: what is wrong with it is told by its own reader. */
export function targetYaml(answers: TargetAnswers): string {
  const { name, adapter } = answers
  const target = { name, adapter, ...(adapter === 'manual' ? person(answers) : program(answers)) }
  return `${adapter === 'manual' ? headOfPerson : headOfProgram}${stringify(target)}`
}

function program({ adapter, command, time_scale: timeScale }: TargetAnswers) {
  return {
    start: { command: wordsOf(command) },
    time_scale: Number(timeScale),
    ...(adapter === 'rest' ? ownApi : {}),
  }
}

function person({ host, port, partner, md5_key, features }: TargetAnswers) {
  const claimed = features.split(/[\s,]+/).filter((word) => word !== '' && word !== 'none')
  return { gateway: { host, port: Number(port), partner, md5_key }, capabilities: { features: claimed } }
}

/** As a shell takes them: what stands in quotes is one word. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  )
}

const headOfPerson = `# A till that a person drives for alipay-sandbox conform: docs/manual-till.md.
# gateway is what the till is set up with; capabilities.features is what you claim of it.
`

const headOfProgram = `# How alipay-sandbox conform starts your backend and speaks to it: docs/conformance.md.
# It is told SUT_GATEWAY, SUT_PARTNER, SUT_MD5_KEY, SUT_PORT, SUT_NOTIFY_PORT, SUT_STATE_DIR, SUT_TIME_SCALE and more.
`

/** A beginning to be changed: an API like many. */
const ownApi = {
  capabilities: { features: [], currencies: ['USD'], timings: {} },
  rest: {
    calls: {
      pay: {
        method: 'POST',
        path: '/orders',
        body: { id: '{{payment_id}}', barcode: '{{code}}', amount: '{{amount}}', currency: '{{currency}}' },
        answer: { status: "body.state == 'PAID' && 'paid' || 'pending'", partner_trans_id: 'body.tradeNo' },
        errors: { bad_request: 'status == `400`', conflict: 'status == `409`' },
      },
      get: {
        method: 'GET',
        path: '/orders/{{payment_id}}',
        answer: { status: "body.state == 'PAID' && 'paid' || 'pending'", partner_trans_id: 'body.tradeNo' },
        errors: { not_found: 'status == `404`' },
      },
    },
  },
}
