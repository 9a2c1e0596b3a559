/** More and more until a threshold breaks. Settings: lib/variables.ts. */
import { loadTest } from './lib/load-test.ts'

const test = loadTest('breakpoint')

export const options = test.options
export const setup = test.setup
export const handleSummary = test.handleSummary
export default test.run
