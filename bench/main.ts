/**
 * `npm run bench [-- --quick] [start|load|held|latency|soak|store|redis]`, and by name only `growth`, `against --tree=FOLDER` and `peers`:
 * prints how fast the kit is as ratios, both sides measured in this one run. `--soak` soaks for a million payments, `--pays=N` says how many for soak and growth.
 */
import { againstTable } from './against-bench.ts'
import { buildBundle } from './bundle.ts'
import { canPin, moveToGeneratorCore } from './cores.ts'
import { heldTable, isHeldWell, measureHeld } from './held-requests.ts'
import { latencyTable } from './latency-bench.ts'
import { loadTable, measureLoad } from './load-bench.ts'
import { peersTable } from './peers/peers-bench.ts'
import { redisTable } from './redis-bench.ts'
import { soakTable } from './soak-bench.ts'
import { startTable } from './start-bench.ts'
import { growthTable, storeTable } from './store-bench.ts'

const words = process.argv.slice(2)
const quick = words.includes('--quick')
const say = (text: string) => void process.stdout.write(text)
const pays = Number(words.find((word) => word.startsWith('--pays='))?.slice('--pays='.length) ?? 1_000_000)
const isLong = words.includes('--soak') || words.some((word) => word.startsWith('--pays='))

const benches: Readonly<Record<string, () => Promise<void>>> = {
  // First, for it does not want its processes on one core.
  start: async () => say(await startTable(quick ? 3 : 9)),
  async load() {
    moveToGeneratorCore()
    const results = await measureLoad(
      quick
        ? { warmUps: 1, rounds: 3, bare: 10_000, md5: 5_000, rsa2: 500 }
        : { warmUps: 2, rounds: 7, bare: 30_000, md5: 15_000, rsa2: 4_000 },
    )
    say(loadTable(results))
    if (!canPin) say('not pinned: neither taskset nor a second core\n')
  },
  async held() {
    moveToGeneratorCore()
    const results = await measureHeld({ held: quick ? 1_000 : 5_000, arrivingPerSecond: 1_000 })
    say(heldTable(results))
    if (!isHeldWell(results)) process.exitCode = 1
  },
  async latency() {
    moveToGeneratorCore()
    say(await latencyTable(quick ? 5 : 20))
  },
  async soak() {
    moveToGeneratorCore()
    say(await soakTable(isLong ? pays : quick ? 20_000 : 100_000))
  },
  async store() {
    moveToGeneratorCore()
    say(
      await storeTable(
        quick ? { rounds: 3, pays: 5_000, oneByOne: 1_000 } : { rounds: 7, pays: 6_000, oneByOne: 1_500 },
      ),
    )
  },
  async redis() {
    moveToGeneratorCore()
    const told = await redisTable(quick ? { rounds: 3, pays: 5_000 } : { rounds: 7, pays: 12_000 })
    say(told ?? 'redis: skipped, there is no redis-server on this machine\n')
  },
  // Minutes and gigabytes.
  async growth() {
    moveToGeneratorCore()
    say(await growthTable(pays))
  },
  // Only who has another tree can compare with it.
  async against() {
    const tree = words.find((word) => word.startsWith('--tree='))?.slice('--tree='.length)
    if (tree === undefined) throw new RangeError('--tree= names the folder of another checkout of the kit')
    moveToGeneratorCore()
    say(await againstTable(tree, quick ? { rounds: 6, pays: 1_500 } : { rounds: 16, pays: 2_000 }))
  },
  // A hundred megabytes to install, and minutes.
  async peers() {
    moveToGeneratorCore()
    const sizes = quick
      ? { rounds: 3, requests: 3_000, starts: 1, warmUp: 0.2 }
      : { rounds: 7, requests: 10_000, starts: 5 }
    say(await peersTable(sizes, buildBundle(), say))
  },
}

const asked = Object.keys(benches).filter((name) => words.includes(name))
const usual = Object.keys(benches).filter((name) => !['growth', 'against', 'peers'].includes(name))
for (const name of asked.length > 0 ? asked : usual) {
  await benches[name]?.()
  say('\n')
}
