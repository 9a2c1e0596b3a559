/**
 * `npm run bench [-- --quick] [load|start]`: prints how fast the kit is as ratios, both sides measured in this one run.
 */
import { canPin, moveToGeneratorCore } from './cores.ts'
import { loadTable, measureLoad } from './load-bench.ts'
import { startTable } from './start-bench.ts'

const words = process.argv.slice(2)
const quick = words.includes('--quick')
const asked = (name: string) => words.includes(name) || !words.some((word) => ['load', 'start'].includes(word))

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
