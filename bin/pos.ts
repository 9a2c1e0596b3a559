#!/usr/bin/env node
/** `node bin/pos.ts` is `alipay-sandbox pos`: the start of the reference till, as a target.yaml names it. */
import module from 'node:module'

module.enableCompileCache()
process.argv.splice(2, 0, 'pos')
await import('./main.ts')
