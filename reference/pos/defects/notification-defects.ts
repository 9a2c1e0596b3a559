/** Mistakes at the address for notifications. Source: flows.md §1, §5; signature.md §3, §5, §6 (9); certification.md §6 (K21, K24). */
import { canonicalString } from '../../../protocol/canonical.ts'
import { decodeForm, encodeForm } from '../../../protocol/parameter.ts'
import { sign } from '../../../protocol/signature.ts'
import { readNotification } from '../../client/index.ts'
import type { PaymentRecord } from '../book/records.ts'
import type { Acknowledgement } from '../notify/notification-endpoint.ts'
import type { Defect } from './defect.ts'

function sayingMistake(body: string): Defect['apply'] {
  return (parts) => ({
    ...parts,
    acknowledgement(receipt): Acknowledgement {
      const good = parts.acknowledgement(receipt)
      return receipt === 'refused' ? good : { status: 200, body }
    },
  })
}

/** A notification of a payment makes the payment a paid one. */
function bookedByNotification(books: (payment: PaymentRecord) => boolean): Defect['apply'] {
  return (parts) => ({
    ...parts,
    notificationDesk(deskParts) {
      const { book, bell, readNotification } = deskParts
      const good = parts.notificationDesk(deskParts)
      return {
        async receive(body) {
          const receipt = await good.receive(body)
          const notification = readNotification(body)
          if (receipt === 'refused' || notification.notification !== 'payment') return receipt
          await book.write((pages) => {
            const payment = pages.paymentNamed(notification.outTradeNo)
            if (payment !== undefined && books(payment))
              pages.putPayment({ ...payment, status: 'paid', owes: 'nothing' })
            bell.ring(payment?.paymentId ?? '')
          })
          return receipt
        },
      }
    },
  })
}

const dayMs = 86_400_000

const notAcknowledged = 'wire/notification-acknowledged'

export const notificationDefects: readonly Defect[] = [
  {
    name: 'forged-notification-acknowledged',
    sentence: 'Whatever is posted is answered `success`.',
    source: 'certification.md §6 (K21)',
    kills: 'wire/notification-forged',
    apply: (parts) => ({ ...parts, acknowledgement: () => parts.acknowledgement('stored') }),
  },
  {
    name: 'notification-signature-ignored',
    sentence: 'The signature of a notification is not looked at.',
    source: 'certification.md §2 (R12)',
    kills: 'wire/notification-forged',
    apply: (parts) => ({
      ...parts,
      readNotification(body, settings) {
        const { charset = 'UTF-8' } = settings
        const fields = decodeForm(body, charset).parameters.filter(
          ({ name }) => name !== 'sign' && name !== 'sign_type',
        )
        const key = 'a key that the till makes up'
        const signature = sign(canonicalString(fields), { signType: 'MD5', key }, charset)
        const signed = [...fields, { name: 'sign_type', value: 'MD5' }, { name: 'sign', value: signature }]
        return readNotification(encodeForm(signed, charset), { key, partner: settings.partner, charset })
      },
    }),
  },
  {
    name: 'notification-with-own-parameters',
    sentence: 'The parameters of the framework are verified with those that were posted.',
    source: 'signature.md §6 (9)',
    kills: notAcknowledged,
    apply: (parts) => ({
      ...parts,
      readNotification: (body, settings) =>
        parts.readNotification(Buffer.concat([body, Buffer.from('&controller=notify')]), settings),
    }),
  },
  {
    name: 'acknowledged-in-json',
    sentence: 'A notification is answered `{"code":"success"}`.',
    source: 'signature.md §5',
    kills: notAcknowledged,
    apply: sayingMistake('{"code":"success"}'),
  },
  {
    name: 'acknowledged-in-html',
    sentence: "The framework puts its page around the word: `success` and the shop's footer.",
    source: 'signature.md §5',
    kills: notAcknowledged,
    apply: sayingMistake('success\n<!DOCTYPE html><html><body>Demo Cafe</body></html>'),
  },
  {
    name: 'acknowledged-by-status',
    sentence: 'A notification is answered 200 and an empty body.',
    source: 'signature.md §5',
    kills: notAcknowledged,
    apply: sayingMistake(''),
  },
  {
    name: 'repeat-not-acknowledged',
    sentence: 'A notification that is known already is answered with an error.',
    source: 'certification.md §6 (K21)',
    kills: notAcknowledged,
    apply: (parts) => ({
      ...parts,
      acknowledgement: (receipt) => parts.acknowledgement(receipt === 'known' ? 'refused' : receipt),
    }),
  },
  {
    name: 'acknowledged-before-it-is-stored',
    sentence:
      'A notification is acknowledged at once and booked some seconds later: a power cut between the two loses it.',
    source: 'certification.md §6 (K21)',
    kills: 'power-cut/after-the-notification',
    apply: (parts) => ({
      ...parts,
      notificationDesk(deskParts) {
        const good = parts.notificationDesk(deskParts)
        return {
          async receive(body) {
            const notification = deskParts.readNotification(body)
            if (notification.notification === 'refused') return 'refused'
            setTimeout(() => void good.receive(body).catch(() => undefined), 5_000).unref()
            return 'stored'
          },
        }
      },
    }),
  },
  {
    name: 'notification-overrides-the-cancel',
    sentence: 'A notification that comes after the cancel makes the sale a paid one again.',
    source: 'certification.md §6 (K24)',
    kills: 'money/told-paid',
    apply: bookedByNotification(({ status, owes }) => status !== 'pending' || owes === 'cancel'),
  },
  {
    name: 'refund-notification-ignored',
    sentence: 'A notification of a refund is acknowledged and not read.',
    source: 'certification.md §6 (K20)',
    kills: 'case/refund-told',
    apply: (parts) => ({
      ...parts,
      afterNotification: (notification, pages) =>
        notification.notification === 'refund' ? { kind: 'nothing' } : parts.afterNotification(notification, pages),
    }),
  },
  {
    name: 'waits-for-the-notification-only',
    sentence: 'What is not clear at once is left to the notification; the till never asks.',
    source: 'certification.md §2 (R4)',
    kills: 'money/decided',
    apply: (parts) => {
      const booking = bookedByNotification(() => true)(parts)
      const { collectPayment } = parts.loops
      return {
        ...booking,
        loops: {
          ...parts.loops,
          collectPayment: (client, order, options = {}) =>
            collectPayment(client, order, {
              ...options,
              async onStep(event) {
                if (event.event === 'sending' && event.step === 'query') await client.clock.sleep(dayMs, options.signal)
                await options.onStep?.(event)
              },
            }),
        },
      }
    },
  },
]
