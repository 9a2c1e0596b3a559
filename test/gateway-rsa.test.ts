import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toPem } from '../protocol/key.ts'
import { loadDialect } from '../simulator/dialect/dialect.ts'
import { openShop } from './shop.ts'
import { isGenuine, md5Key, payFields, pid } from './signed-call.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
const partners = [{ pid, md5Key, publicKey: toPem(publicKey) }]

describe('RSA and RSA2', () => {
  it.each(['RSA', 'RSA2'] as const)(
    "%s is verified with the partner's key and answered with Alipay's",
    async (signType) => {
      await using shop = await openShop({ partners })
      const told = await shop.ask(payFields('T1', { trans_name: '咖啡' }), { signer: { signType, privateKey } })
      expect(told.fields.result_code).toBe('SUCCESS')
      const alipay = createPublicKey(await shop.simulator.alipayPublicKey())
      expect(isGenuine(told, { signType, publicKey: alipay })).toBe(true)
      expect(isGenuine(told, { signType, publicKey })).toBe(false)
      const forged = await shop.ask(payFields('T2'), {
        signer: { signType, privateKey: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey },
      })
      expect(forged.fields).toEqual({ error: 'ILLEGAL_SIGN' })
    },
  )

  it('a refusal is signed when the dialect says so, once the caller has proven who it is', async () => {
    await using shop = await openShop({ partners, dialect: await loadDialect('global', { refusalSigned: 'true' }) })
    const proven = (await shop.ask(payFields('T1', { trans_amount: '1.234' }))).bytes.toString()
    expect(proven).toMatch(
      /<error>INVALID_PARAMETER<\/error><sign>[0-9a-f]{32}<\/sign><sign_type>MD5<\/sign_type><\/alipay>$/,
    )
    const stranger = (await shop.ask(payFields('T1', { partner: '2088999999999999' }))).bytes.toString()
    expect(stranger).toMatch(/<error>ILLEGAL_PARTNER<\/error><\/alipay>$/)
  })
})
