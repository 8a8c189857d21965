import { defineConfig } from 'vitest/config'

/** Needs `npm ci --ignore-scripts` in this folder, a build, and for the packing test a registry of packages. */
export default defineConfig({
  test: {
    include: ['test/interop/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
