/** Capacity of the gateway itself. Settings: lib/variables.ts. */
import { loadTest } from './lib/load-test.ts'

const test = loadTest('gateway')

export const options = test.options
export const setup = test.setup
export const handleSummary = test.handleSummary
export default test.run
