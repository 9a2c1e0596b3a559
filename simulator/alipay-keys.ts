/**
 * Alipay's own RSA pair, with which answers and notifications are signed: made once, kept with the state.
 * Made only when somebody asks: an MD5 run never pays for it.
 */
import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readPrivateKey, toPem } from '../protocol/key.ts'
import type { Signer, SignType } from '../protocol/signature.ts'

const fileName = 'alipay-rsa-private.pem'

export type AlipayKeys = {
  /** Resolves to what signs an answer of that type. */
  signer(signType: 'RSA' | 'RSA2'): Promise<Signer>
  /** Signs like somebody who has nobody's key: for forged answers and notifications. */
  strangerSigner(signType: SignType): Promise<Signer>
  /** What partners verify with: SPKI PEM. */
  publicKeyPem(): Promise<string>
}

export type AlipayKeysOptions = {
  /** Where the pair is kept; without a folder it lives as long as the process. */
  stateDir?: string | undefined
  /** Instead: one for all simulators that share a store. Gives what the first of them offered. */
  agree?: ((offer: () => Promise<string>) => Promise<string>) | undefined
}

export function alipayKeys({ stateDir, agree }: AlipayKeysOptions): AlipayKeys {
  let loading: Promise<{ privateKey: KeyObject; RSA: Signer; RSA2: Signer }> | undefined
  const find = async () => {
    if (agree !== undefined) return readPrivateKey(await agree(async () => toPem(await makePrivateKey())))
    return stateDir === undefined ? makePrivateKey() : keptPrivateKey(stateDir)
  }
  const load = () => {
    loading ??= find().then((privateKey) => ({
      privateKey,
      RSA: { signType: 'RSA', privateKey },
      RSA2: { signType: 'RSA2', privateKey },
    }))
    return loading
  }
  let stranger: Promise<KeyObject> | undefined
  return {
    async strangerSigner(signType) {
      if (signType === 'MD5') return { signType, key: 'nobodys0key0nobodys0key0nobodys0' }
      stranger ??= makePrivateKey()
      return { signType, privateKey: await stranger }
    },
    signer: async (signType) => (await load())[signType],
    publicKeyPem: async () => toPem(createPublicKey((await load()).privateKey)),
  }
}

async function makePrivateKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return privateKey
}

/** @throws when the folder cannot be written or the file holds no RSA private key. */
async function keptPrivateKey(stateDir: string): Promise<KeyObject> {
  const { mkdir, readFile, writeFile } = await import('node:fs/promises')
  const path = join(stateDir, fileName)
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (kept !== undefined) return readPrivateKey(kept)
  const made = await makePrivateKey()
  await mkdir(stateDir, { recursive: true })
  try {
    await writeFile(path, toPem(made), { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    // Another simulator that shares the folder was faster: its pair is the one that counts.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readPrivateKey(await readFile(path, 'utf8'))
    throw error
  }
}
