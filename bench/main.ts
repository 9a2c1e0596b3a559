/**
 * `npm run bench [-- --quick] [load|start|store]`, `-- growth [--pays=1000000]`: prints how fast the kit is as ratios, both sides measured in this one run.
 */
import { canPin, moveToGeneratorCore } from './cores.ts'
import { loadTable, measureLoad } from './load-bench.ts'
import { startTable } from './start-bench.ts'
import { growthTable, storeTable } from './store-bench.ts'

const words = process.argv.slice(2)
const quick = words.includes('--quick')
const names = ['load', 'start', 'store']
const asked = (name: string) => words.includes(name) || !words.some((word) => [...names, 'growth'].includes(word))

// First, for it does not want its processes on one core.
if (asked('start')) process.stdout.write(`${await startTable(quick ? 3 : 9)}\n`)
if (asked('load')) {
  moveToGeneratorCore()
  const results = await measureLoad(
    quick ? { rounds: 3, bare: 10_000, md5: 5_000, rsa2: 500 } : { rounds: 7, bare: 30_000, md5: 15_000, rsa2: 1_500 },
  )
  process.stdout.write(loadTable(results))
  if (!canPin) process.stdout.write('not pinned: neither taskset nor a second core\n')
}
if (asked('store')) {
  moveToGeneratorCore()
  process.stdout.write(
    `\n${await storeTable(quick ? { rounds: 3, pays: 5_000, oneByOne: 1_000 } : { rounds: 7, pays: 15_000, oneByOne: 3_000 })}`,
  )
}
// Minutes and gigabytes: only when somebody asks.
if (words.includes('growth')) {
  const count = words.find((word) => word.startsWith('--pays='))?.slice('--pays='.length)
  moveToGeneratorCore()
  process.stdout.write(`\n${await growthTable(Number(count ?? 1_000_000))}`)
}
