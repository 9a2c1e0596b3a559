/** The same journey for hours. Settings: lib/variables.ts. */
import { loadTest } from './lib/load-test.ts'

const test = loadTest('soak')

export const options = test.options
export const setup = test.setup
export const handleSummary = test.handleSummary
export default test.run
