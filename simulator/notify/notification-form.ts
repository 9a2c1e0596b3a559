/**
 * The forms that one send posts: the genuine one, and what a behaviour adds to it or puts in its place.
 * Knows no delivery. Source: signature.md §3; the plans: behaviour/behaviour.ts.
 */
import { blankTime, type Instant } from '../../protocol/beijing-time.ts'
import { writeNotification } from '../../protocol/notification.ts'
import { decodeForm, encodeForm, type Parameter } from '../../protocol/parameter.ts'
import type { Signer } from '../../protocol/signature.ts'
import type { NotificationRecord } from './notification-record.ts'

export type FormSigners = {
  readonly genuine: Signer
  /** Of nobody who may sign here. */
  readonly stranger: Signer
}

const otherPartner = '2088999999999994'

/** In the order in which they are posted; the last one's acknowledgement counts. */
export function formsOf(
  record: NotificationRecord,
  at: Instant,
  { genuine, stranger }: FormSigners,
): readonly string[] {
  const { charset } = record.to
  const fields: Parameter[] = [
    { name: 'notify_time', value: blankTime(at) },
    { name: 'notify_id', value: record.id },
    ...record.fields,
  ]
  const signed = writeNotification(fields, genuine, charset)
  const unlike = (name: string, value: string) => fields.map((field) => (field.name === name ? { name, value } : field))
  switch (record.plan?.kind) {
    case 'forged':
      return [writeNotification(unlike('notify_id', forgedId(record.id)), stranger, charset), signed]
    case 'old key':
      return [writeNotification(fields, stranger, charset)]
    case 'tampered amount':
      return [tampered(signed, record), signed]
    case 'another partner':
      return [writeNotification(unlike('seller_id', otherPartner), stranger, charset), signed]
    default:
      return [signed]
  }
}

function forgedId(id: string): string {
  return id.split('').reverse().join('')
}

/** The amount that the notification is about is changed after signing. */
function tampered(signed: string, { to, fields }: NotificationRecord): string {
  const amount = fields.some(({ name }) => name === 'refund_fee') ? 'refund_fee' : 'total_fee'
  const { parameters } = decodeForm(Buffer.from(signed), to.charset)
  return encodeForm(
    parameters.map(({ name, value }) => ({ name, value: name === amount ? `9${value}` : value })),
    to.charset,
  )
}
