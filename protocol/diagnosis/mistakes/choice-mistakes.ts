/**
 * Mistakes in what is signed: a parameter too many or too few. Source: signature.md §1 (1)-(3), (5), §2, §3, §6 (2), (7), (9).
 */
import type { Parameter } from '../../parameter.ts'
import type { Change, Draft } from '../draft.ts'
import { type Evidence, undecodedPieces } from '../evidence.ts'
import type { TextMistake, Variant } from '../text-mistake.ts'

export const choiceMistakes = [
  {
    id: 'sign-type-kept',
    name: 'sign_type left in the string',
    sentence: '`sign_type` was left in the signed string.',
    mend: 'Drop `sign` and `sign_type` before you build the string.',
    source: 'signature.md §1 (2), §6 (2)',
    variants: ({ signType }) => [{ change: keepToo('sign_type', signType) }],
  },
  {
    id: 'sign-kept',
    name: 'sign left in the string',
    sentence: '`sign` itself was left in the signed string, before it had its value.',
    mend: 'Drop `sign` and `sign_type` before you build the string.',
    source: 'signature.md §1 (2), §6 (2)',
    variants: () =>
      ['', 'null', 'undefined', 'sign'].map((filler) => ({
        detail: filler === '' ? 'empty' : `as ${filler}`,
        change: keepToo('sign', filler, { always: filler }),
        alone: filler !== '',
      })),
  },
  {
    id: 'empty-kept',
    name: 'empty values kept',
    sentence: 'Parameters without a value were left in the signed string.',
    mend: 'Drop parameters whose value is empty before you build the string, and better do not send them either.',
    source: 'signature.md §1 (3), §6 (7)',
    variants: () => [
      { change: ({ keeps, ...draft }) => ({ ...draft, keeps: (parameter) => isEmpty(parameter) || keeps(parameter) }) },
    ],
  },
  {
    id: 'null-dropped',
    name: 'the text null dropped',
    sentence: 'A parameter with the text `null` was sent but not signed.',
    mend: 'Do not send parameters that have no value; whatever is sent is signed.',
    source: 'signature.md §1 (3)',
    variants: () => [{ change: drop(({ value }) => /^(?:null|undefined|nil|none)$/i.test(value)) }],
  },
  {
    id: 'blank-dropped',
    name: 'blank values dropped',
    sentence: 'A parameter of blanks only was sent but not signed.',
    mend: 'Only an empty value is dropped, a blank one is signed; better do not send it.',
    source: 'signature.md §1 (3)',
    alone: true,
    variants: () => [{ change: drop(({ value }) => value.trim() === '') }],
  },
  {
    id: 'url-parameters-left-out',
    name: 'parameters of the URL not signed',
    sentence: 'Only the body was signed, not what stands in the URL.',
    mend: 'Sign the parameters of the URL and of the body together, as one set.',
    source: 'signature.md §1 (1), (5)',
    variants: (evidence) => (evidence.message?.kind === 'notification' ? [] : urlLeftOut(evidence)),
  },
  {
    id: 'charset-left-out',
    name: '_input_charset not signed',
    sentence: '`_input_charset` was sent but left out of the signed string.',
    mend: 'Sign `_input_charset` like every other parameter, even when it stands in the URL only.',
    source: 'signature.md §1 (5)',
    variants: () => [{ change: drop(({ name }) => name === '_input_charset') }],
  },
  {
    id: 'charset-spelt-otherwise',
    name: '_input_charset spelt otherwise',
    sentence: '`_input_charset` was signed in another spelling than it was sent in.',
    mend: 'Keep the value of `_input_charset` in one place, and both sign and send it from there.',
    source: 'signature.md §1 (5), gateway.md §3',
    alone: true,
    variants: () =>
      charsetSpellings.map((spelling) => ({ detail: `${spelling} was signed`, change: respell(spelling) })),
  },
  {
    id: 'charset-not-sent',
    name: '_input_charset signed but not sent',
    sentence: '`_input_charset` was signed but not sent.',
    mend: 'Send `_input_charset`, in the URL when you post.',
    source: 'signature.md §1 (5), gateway.md §2',
    alone: true,
    variants: ({ parameters }) =>
      parameters.some(({ name }) => name === '_input_charset')
        ? []
        : charsetSpellings.map((spelling) => ({ detail: spelling, change: keepToo('_input_charset', spelling) })),
  },
  {
    id: 'framework-parameters',
    name: "parameters of one's own mixed in",
    sentence:
      "Parameters that the sender did not sign were mixed in: a web framework's own, or those of the URL's query.",
    mend: 'Verify the posted fields alone, as they came; give notify_url no query string.',
    source: 'signature.md §3, §6 (9)',
    variants: (evidence) =>
      evidence.message?.kind !== 'notification'
        ? []
        : [
            ...urlLeftOut(evidence),
            { detail: 'of a web framework', change: drop(({ name }) => frameworkNames.test(name)) },
            { detail: "not of Alipay's spelling", change: drop(({ name }) => !/^_?[a-z]+(?:_[a-z]+)*$/.test(name)) },
          ],
  },
  {
    id: 'envelope-signed',
    name: 'the whole answer signed',
    sentence: 'More of the answer was signed than the fields of the response.',
    mend: 'Sign the elements inside `<response><alipay>` alone.',
    source: 'signature.md §2',
    variants: envelopeVariants,
  },
  {
    id: 'parameter-left-out',
    name: 'a parameter not signed',
    sentence: 'A parameter was sent but not signed: it was added, or filtered out, in one of the two places.',
    mend: 'Sign the very list of parameters that you send.',
    source: 'signature.md §1 (1), gateway.md §4',
    alone: true,
    lastResort: true,
    variants: ({ parameters }) =>
      [...new Set(parameters.map(({ name }) => name))]
        .slice(0, parametersLeftOutMost)
        .map((left) => ({ detail: left, change: drop(({ name }) => name === left) })),
  },
] as const satisfies readonly TextMistake[]

/** No message of the product has more; a hostile one may have a hundred thousand. */
const parametersLeftOutMost = 60

const charsetSpellings = ['utf-8', 'UTF-8', 'utf8', 'UTF8', 'gbk', 'GBK'] as const

/** What common frameworks add to the parameters of a request. Source: signature.md §6 (9). */
const frameworkNames = /^(?:m|c|a|s|r|g|route|_route|_url|_method|_token|controller|action|module|format)$/

function isEmpty({ name, value }: Parameter): boolean {
  return value === '' && name !== 'sign' && name !== 'sign_type'
}

function drop(drops: (parameter: Parameter) => boolean): Change {
  return ({ keeps, ...draft }) => ({ ...draft, keeps: (parameter) => !drops(parameter) && keeps(parameter) })
}

/** Signs a parameter that is not: as it came, or with the filler when it did not come or `always`. */
function keepToo(name: string, filler: string, { always }: { always?: string } = {}): Change {
  return (draft: Draft) => {
    const came = draft.parameters.some((parameter) => parameter.name === name)
    return {
      ...draft,
      parameters: came ? draft.parameters : [...draft.parameters, { name, value: filler }],
      keeps: (parameter) => parameter.name === name || draft.keeps(parameter),
      value: (parameter) => (parameter.name === name && always !== undefined ? always : draft.value(parameter)),
    }
  }
}

function urlLeftOut({ rawQuery, rawBody }: Evidence): readonly Variant[] {
  if (rawQuery === undefined || rawBody === undefined || rawBody.length === 0) return []
  const inBody = new Set(undecodedPieces(rawBody).map(({ name }) => name))
  const inUrlOnly = new Set(undecodedPieces(rawQuery).flatMap(({ name }) => (inBody.has(name) ? [] : [name])))
  return inUrlOnly.size === 0 ? [] : [{ detail: 'of the URL', change: drop(({ name }) => inUrlOnly.has(name)) }]
}

function respell(spelling: string): Change {
  return ({ value, ...draft }) => ({
    ...draft,
    value: (parameter) => (parameter.name === '_input_charset' ? spelling : value(parameter)),
  })
}

function envelopeVariants({ message }: Evidence): readonly Variant[] {
  if (message?.kind !== 'answer') return []
  const success: Parameter = { name: 'is_success', value: 'T' }
  const request = message.request.filter(({ name }) => name !== 'sign' && name !== 'sign_type')
  const signing = (detail: string, choose: (fields: readonly Parameter[]) => readonly Parameter[]): Variant => ({
    detail,
    change: (draft) => ({ ...draft, parameters: choose(draft.parameters) }),
  })
  return [
    signing('with is_success', (fields) => [success, ...fields]),
    signing('with is_success and the request', (fields) => [success, ...request, ...fields]),
    signing('with the request', (fields) => [...request, ...fields]),
    signing('the request instead of the response', () => request),
  ]
}
