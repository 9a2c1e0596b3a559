/** How the suite runs: every test beside its file or in `test/`, and a last line that is the count. */
import { defineConfig } from 'vitest/config'
import { CountReporter } from './test/count-reporter.ts'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    reporters: ['default', new CountReporter()],
  },
})
