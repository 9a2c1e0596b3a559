/** A quiet shop, a coach party, a quiet shop again. Settings: lib/variables.ts. */
import { loadTest } from './lib/load-test.ts'

const test = loadTest('spike')

export const options = test.options
export const setup = test.setup
export const handleSummary = test.handleSummary
export default test.run
