/** Sentences that a till shows for many codes alike. Certification asks for messages a cashier understands. Source: certification.md §2 (R8). */
export const cashierTexts = {
  unknown: 'We do not know yet whether this worked. Please wait: keep the goods here and do not charge again.',
  till: 'This did not work because the till is not set up correctly. Please call technical support.',
  scanAgain: 'Not paid. Ask the customer to refresh the code on the phone, then scan it again.',
  otherMeans: 'Not paid. Ask the customer to pay with something else.',
  customerAsksAlipay: 'Not paid. The customer has to settle this with Alipay; please take another payment for now.',
  startAgain: 'Not paid. Start the payment again from the beginning.',
  byHand: 'This could not be cancelled. Please call your supervisor: it has to be settled by hand.',
  refundNotDone: 'The refund was not made. Please call your supervisor.',
} as const satisfies Record<string, string>
