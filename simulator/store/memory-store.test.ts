import { storeContract } from '../../test/store-contract.ts'
import { memoryStore } from './memory-store.ts'

storeContract('memory', async () => memoryStore({ journalSize: 100 }))
