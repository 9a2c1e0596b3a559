#!/usr/bin/env node
import module from 'node:module'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  module.enableCompileCache()
  await import('./main.ts')
} else {
  process.stderr.write(`[OLD_NODE] Node ${process.versions.node} is too old: 22.18 or newer is needed.\n`)
  process.exitCode = 2
}
