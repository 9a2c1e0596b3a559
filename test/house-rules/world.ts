/** Nothing below `bin/` reads the clock, chance or the environment by itself: they are handed in. */
import { eachFile, houseOf, isTest, type Rule } from './rule.ts'

/** Where time and chance come into the house. */
const doors = new Set(['simulator/clock.ts', 'simulator/random.ts', 'reference/client/clock.ts'])

/** Houses that face the world: programs, and what never ships. */
const outside = new Set(['bin', 'bench', 'load', 'docs'])

function isInside(path: string): boolean {
  return !isTest(path) && !outside.has(houseOf(path)) && !doors.has(path)
}

const clock = /^(?:globalThis\.)?(?:newDate(?:\(\))?|Date\(\)|Date\.now|performance\.(?:now|timeOrigin)|Temporal\.Now)$/
const clockBuiltins = /^node:perf_hooks#performance$/
const chance = /^(?:globalThis\.)?(?:Math\.random|crypto\.(?:randomUUID|randomBytes|randomInt|getRandomValues))$/
const chanceBuiltins = /^node:crypto#(?:random\w+|getRandomValues|webcrypto)$/
const surroundings = /^(?:globalThis\.)?process\.(?:env|argv|hrtime|uptime|exit|cwd)$/
const surroundingsBuiltins = /^node:process#(?!default$)/

const readsNoClock = eachFile('the clock is handed in', {
  because: 'a virtual clock must move everything: a schedule of 25 hours runs in a second',
  applies: isInside,
  find: ({ uses, builtins }) => [
    ...uses.filter(({ text }) => clock.test(text)),
    ...builtins.filter(({ text }) => clockBuiltins.test(text)),
  ],
})

const readsNoChance = eachFile('chance is handed in', {
  because: 'the same seed and the same requests give the same run',
  applies: isInside,
  find: ({ uses, builtins }) => [
    ...uses.filter(({ text }) => chance.test(text)),
    ...builtins.filter(({ text }) => chanceBuiltins.test(text)),
  ],
})

const readsNoEnvironment = eachFile('the environment is handed in, and nobody below bin/ ends the process', {
  because: 'every setting is a flag, a variable and a key of sandbox.yaml alike, read in one place',
  applies: isInside,
  find: ({ uses, builtins }) => [
    ...uses.filter(({ text }) => surroundings.test(text)),
    ...builtins.filter(({ text }) => surroundingsBuiltins.test(text)),
  ],
})

export const worldRules: readonly Rule[] = [readsNoClock, readsNoChance, readsNoEnvironment]
