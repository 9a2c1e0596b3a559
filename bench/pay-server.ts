/**
 * The simulator as it is, on a free port, with one partner: its RSA key, the latency asked of every answer and the journal's size
 * are handed in when they matter. Works by collecting its garbage, and tells how much is left.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { demoPartner, startSimulator } from '../simulator/index.ts'
import { answerParent } from './child-door.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

answerParent({
  start: async ({ publicKey, latencyMs, journalSize }) => {
    const { port } = await startSimulator({
      seed: 'bench',
      partners: [publicKey === undefined ? demoPartner : { ...demoPartner, publicKey }],
      ...(latencyMs !== undefined && { defaults: { latency: { kind: 'fixed', ms: Number(latencyMs) } } }),
      ...(journalSize !== undefined && { journalSize: Number(journalSize) }),
    })
    return port
  },
  work: () => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  },
})
