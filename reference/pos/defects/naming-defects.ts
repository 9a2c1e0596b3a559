/** Mistakes in what buyers and head office read: the goods, the shop. Source: spot-pay.md §1 (trans_name), §2; gateway.md §4. */
import type { Defect } from './defect.ts'
import { fieldMistake, requestMistake } from './rewrite-requests.ts'

export const namingDefects: readonly Defect[] = [
  {
    name: 'subject-cut-to-32',
    sentence: '`trans_name` is cut to the 32 characters that the receipt has room for.',
    source: 'spot-pay.md §1',
    kills: 'wire/as-asked',
    apply: fieldMistake(['pay'], ({ trans_name: subject = '', ...fields }) => ({
      ...fields,
      trans_name: subject.slice(0, 32),
    })),
  },
  {
    name: 'store-of-head-office',
    sentence: 'Every shop of the chain sends the store id of head office.',
    source: 'spot-pay.md §2',
    kills: 'wire/as-asked',
    apply: fieldMistake(['pay'], ({ extend_info: info = '{}', ...fields }) => ({
      ...fields,
      extend_info: info.replace(/("store_id":)"[^"]*"/, '$1"HEAD"'),
    })),
  },
  {
    name: 'emoji-lost-after-signing',
    sentence: 'The database keeps three bytes a character: an emoji is signed, and goes out as a question mark.',
    source: 'gateway.md §4',
    kills: 'plain/subject-with-emoji',
    apply: requestMistake({
      afterwards: ({ trans_name: subject = '', ...fields }) => ({
        ...fields,
        ...(subject !== '' && { trans_name: subject.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?') }),
      }),
    }),
  },
]
