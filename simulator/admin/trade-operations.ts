/**
 * The calls about a partner's trades, buyers, notifications and registered stores: rows of the table in operations.ts. Plain data.
 */
import type { Operation } from './operation.ts'

const partner = '/partners/{pid}' as const

export const tradeOperations = {
  'transactions.list': {
    method: 'get',
    path: `${partner}/transactions`,
    summary: 'trades in the order in which they were made',
  },
  'transactions.get': {
    method: 'get',
    path: `${partner}/transactions/{id}`,
    summary: 'one trade, by its partner_trans_id or alipay_trans_id',
  },
  'transactions.force': {
    method: 'post',
    path: `${partner}/transactions/{id}/force`,
    summary: 'the buyer pays or declines now, or the trade is closed now, with the notification that belongs to it',
  },

  'buyers.list': { method: 'get', path: `${partner}/buyers`, summary: 'the buyers whose wallets are kept here' },
  'buyers.create': {
    method: 'post',
    path: `${partner}/buyers`,
    summary: 'make a buyer with a wallet; what is left out is made up from the seed',
  },
  'buyers.get': { method: 'get', path: `${partner}/buyers/{user_id}`, summary: 'one buyer, with what is left' },
  'buyers.change': {
    method: 'patch',
    path: `${partner}/buyers/{user_id}`,
    summary: 'change what is given, null takes a limit away',
  },
  'buyers.code': {
    method: 'post',
    path: `${partner}/buyers/{user_id}/code`,
    summary: "a fresh payment code on the buyer's phone: good for a minute and one payment",
  },
  'buyers.inbox': {
    method: 'get',
    path: `${partner}/buyers/{user_id}/inbox`,
    summary: 'what the phone was told, in the app and by SMS, oldest first',
  },

  'notifications.list': {
    method: 'get',
    path: `${partner}/notifications`,
    summary: 'notifications in the order in which they were made',
  },
  'notifications.get': {
    method: 'get',
    path: `${partner}/notifications/{notify_id}`,
    summary: 'one, with every send of it',
  },
  'notifications.resend': {
    method: 'post',
    path: `${partner}/notifications/{notify_id}/resend`,
    summary: 'send it now, whatever became of it before; answers when the receiver did',
  },
  'notifications.hold': {
    method: 'post',
    path: `${partner}/notifications/{notify_id}/hold`,
    summary: 'do not send it until it is released',
  },
  'notifications.release': {
    method: 'post',
    path: `${partner}/notifications/{notify_id}/release`,
    summary: 'let go what is held: it falls due now',
  },

  'merchants.list': {
    method: 'get',
    path: `${partner}/merchants`,
    summary: 'the stores of secondary merchants that the partner has registered, and how far their review is',
  },
  'merchants.review': {
    method: 'post',
    path: `${partner}/merchants/{secondary_merchant_id}/{store_id}/review`,
    summary: 'decide on a registration now: by itself it passes after a minute',
  },
} as const satisfies Record<string, Operation>
