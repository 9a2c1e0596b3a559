/**
 * The command from a clone: alipay-sandbox.ts, started faster. JavaScript, because the file that a process starts with is read
 * before there is a compile cache: if that one is TypeScript, the compiler that strips its types is loaded at each start, 30 ms.
 * Source: docs/performance.md "Start".
 */
const { enableCompileCache, registerHooks } = process.getBuiltinModule('node:module')
const root = new URL('..', import.meta.url).href

enableCompileCache?.()
// A file of ours is where the file that imports it says, and it is a module: Node need not look that up for each of two hundred.
registerHooks?.({
  resolve(specifier, context, next) {
    const { parentURL = '' } = context
    if (!specifier.startsWith('.') || !specifier.endsWith('.ts') || !parentURL.startsWith(root))
      return next(specifier, context)
    return { url: new URL(specifier, parentURL).href, format: 'module-typescript', shortCircuit: true }
  },
})
await import('./alipay-sandbox.ts')
