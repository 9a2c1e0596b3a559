/**
 * What RSA2 alone costs: the signature of a pay verified, an answer signed, nothing around it, keys held ready.
 */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { answerParent } from './child-door.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = createPublicKey(privateKey)
/** As long as what is signed of a pay and of its answer. */
const request = Buffer.alloc(600, 'a')
const answer = Buffer.alloc(350, 'b')
const signature = sign('sha256', request, privateKey)

answerParent({
  start: async () => 0,
  work: (count) => {
    const started = performance.now()
    for (let i = 0; i < count; i++) {
      if (!verify('sha256', request, publicKey, signature)) throw new Error('the signature does not hold')
      sign('sha256', answer, privateKey)
    }
    return (performance.now() - started) * 1_000
  },
})
