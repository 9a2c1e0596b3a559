/** One send of a notification as the line that serve prints, and as the record of `--log json`. Pure. */
import { bounded, printable } from '../protocol/diagnosis/shown.ts'
import { valueNamed } from '../protocol/parameter.ts'
import type { NotificationRecord } from '../simulator/index.ts'
import type { ClockTime } from './exchange-line.ts'

/** `14:03:08.001  notify  SALE1  TRADE_SUCCESS  https://…  acknowledged`; or what the receiver said instead. */
export function notificationLine(record: NotificationRecord, clockTime: ClockTime): string {
  const { fields, to, attempts, createdAt } = record
  const last = attempts.at(-1)
  const words = [
    clockTime(last?.at ?? createdAt),
    'notify',
    valueNamed(fields, 'out_trade_no') ?? '',
    valueNamed(fields, 'trade_status') ?? '',
    to.url,
    attempts.length > 1 ? `send ${attempts.length}` : '',
    last === undefined || last.acknowledged ? record.state : `${record.state}: ${last.status} ${last.said}`,
  ]
  const shown = words.filter((word) => word !== '').map((word) => printable(bounded(word, 200)))
  return `${shown.join('  ')}\n`
}

export function notificationRecord({ id, partner, fields, to, attempts, state }: NotificationRecord) {
  const last = attempts.at(-1)
  return {
    notify_id: id,
    partner,
    out_trade_no: valueNamed(fields, 'out_trade_no'),
    trade_status: valueNamed(fields, 'trade_status'),
    to: to.url,
    send: attempts.length,
    state,
    ...(last !== undefined && { status: last.status, said: last.said }),
  }
}
