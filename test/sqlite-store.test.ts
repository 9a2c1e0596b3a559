import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { sqliteStore } from '../simulator/store/sqlite/sqlite-store.ts'
import { storeContract } from './store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlite-store-'))
afterAll(() => rmSync(folder, { recursive: true }))
let made = 0
const freshPath = () => join(folder, `${++made}.db`)

storeContract('SQLite', async () => sqliteStore({ path: freshPath(), now: () => 1_000, journalSize: 100 }))
