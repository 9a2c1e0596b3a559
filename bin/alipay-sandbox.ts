#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  // Not imported: the ES module form of node:module reads its every export, and one of them loads source maps.
  process.getBuiltinModule('node:module').enableCompileCache()
  await import('./main.ts')
} else {
  process.stderr.write(`[OLD_NODE] Node ${process.versions.node} is too old: 22.18 or newer is needed.\n`)
  process.exitCode = 2
}
