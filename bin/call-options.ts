/** Options that pay, query, cancel and refund have in common. */
import type { OptionTable } from './option-row.ts'

export const callOptions = {
  json: { type: 'flag', default: false, meaning: 'print one JSON object, for machines' },
  curl: { type: 'flag', default: false, meaning: 'send nothing; print the curl command that would' },
} as const satisfies OptionTable

export const amountOptions = {
  amount: {
    type: 'text',
    placeholder: 'amount',
    default: '39.25',
    pattern: /^\d+(?:\.\d+)?$/,
    rule: 'a decimal number in major units, 39.25 or 1200 (JPY),',
    meaning: 'how much, in major units of the currency',
  },
  currency: {
    type: 'text',
    placeholder: 'code',
    default: 'USD',
    pattern: /^[A-Z]{3}$/,
    rule: 'three upper-case letters',
    meaning: 'the currency of the amount',
  },
} as const satisfies OptionTable
