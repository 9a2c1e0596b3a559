/** The shop that a made-up payment is for, and what it sells. Source: spot-pay.md §2, §8. */
import type { ExtendInfo } from '../reference/client/index.ts'

export const demoShop: ExtendInfo = {
  secondaryMerchantId: 'S001',
  secondaryMerchantName: 'Demo Cafe',
  secondaryMerchantIndustry: '5812',
  storeId: 'ST01',
  storeName: 'Demo Cafe Airport',
}

export const demoGoods = 'Coffee'
