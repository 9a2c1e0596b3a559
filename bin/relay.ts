#!/usr/bin/env node
/** `node bin/relay.ts` is `alipay-sandbox relay`: the start of a reference relay, as a target.yaml names it. */
import module from 'node:module'

module.enableCompileCache()
process.argv.splice(2, 0, 'relay')
await import('./main.ts')
