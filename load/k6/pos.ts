/** The cashier's day: `k6 run pos.ts`, or `alipay-sandbox load pos`. Settings: lib/variables.ts. */
import { loadTest } from './lib/load-test.ts'

const test = loadTest('pos')

export const options = test.options
export const setup = test.setup
export const handleSummary = test.handleSummary
export default test.run
