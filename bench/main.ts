/**
 * `npm run bench [-- --quick] [load|start]`: prints how fast the kit is as ratios, both sides measured in this one run.
 */
import { canPin, moveToGeneratorCore } from './cores.ts'
import { loadTable, measureLoad } from './load-bench.ts'

const quick = process.argv.includes('--quick')
moveToGeneratorCore()
const results = await measureLoad(
  quick ? { rounds: 3, bare: 10_000, md5: 5_000, rsa2: 500 } : { rounds: 7, bare: 30_000, md5: 15_000, rsa2: 1_500 },
)
process.stdout.write(loadTable(results))
if (!canPin) process.stdout.write('not pinned\n')
