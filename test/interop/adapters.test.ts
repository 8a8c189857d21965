import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

it('the adapters fit the declarations of kafkajs and @platformatic/kafka', () => {
  const root = resolve(import.meta.dirname, '../..')
  const tsc = resolve(root, 'node_modules/.bin/tsc')
  let printed = ''
  try {
    execFileSync(tsc, ['-p', 'test/interop', '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
  } catch (failed) {
    printed = String((failed as { stdout?: unknown }).stdout)
  }
  expect(printed).toBe('')
})
