import { defineConfig } from 'vitest/config'

// Not part of the default run: `npm ci` here first, then
// `npx vitest run --config test/oracle/vitest.config.ts` at the root.
export default defineConfig({
  test: { include: ['test/oracle/**/*.oracle.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
})
