/** What has to be known of a SUT to write its target.yaml, and the file that comes of it. Pure. */
import { stringify } from 'yaml'

export const targetQuestions = [
  { name: 'name', text: 'What is your backend called?', otherwise: 'my backend' },
  {
    name: 'adapter',
    text: 'How is it spoken to: http (the terminal API), rest (an API of its own), exec (JSON lines on stdio)?',
    otherwise: 'http',
  },
  { name: 'command', text: 'What command starts it, from this folder?', otherwise: undefined },
  { name: 'time_scale', text: 'By what may its waits be divided in tests (SUT_TIME_SCALE)?', otherwise: '1' },
] as const

export type TargetAnswers = Readonly<Record<(typeof targetQuestions)[number]['name'], string>>

/** A target that can be read, whatever was answered: what is wrong with it is told by its own reader. */
export function targetYaml({ name, adapter, command, time_scale: timeScale }: TargetAnswers): string {
  const target = {
    name,
    adapter,
    start: { command: wordsOf(command) },
    time_scale: Number(timeScale),
    ...(adapter === 'rest' ? ownApi : {}),
  }
  return `${head}${stringify(target)}`
}

/** As a shell takes them: what stands in quotes is one word. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  )
}

const head = `# How alipay-sandbox conform starts your backend and speaks to it: docs/conformance.md.
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
