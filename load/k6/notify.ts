/** A receiver under a notification storm. Settings: lib/variables.ts. */
import { loadTest } from './lib/load-test.ts'

const test = loadTest('notify')

export const options = test.options
export const setup = test.setup
export const handleSummary = test.handleSummary
export default test.run
