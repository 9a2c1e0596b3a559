/**
 * The simulator as it is, on a free port, with one partner whose RSA key is handed in.
 */
import { demoPartner, startSimulator } from '../simulator/index.ts'
import { answerParent } from './child-door.ts'

answerParent({
  start: async ({ publicKey = '' }) => {
    const simulator = await startSimulator({ seed: 'bench', partners: [{ ...demoPartner, publicKey }] })
    return simulator.port
  },
})
