import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { settings } from '../src/config.ts'
import { startRegistry } from './running-registry.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const run = promisify(execFile)

/** The blocks marked as tour: each a command and what it prints. */
const tour = [...readme.matchAll(/<!-- tour -->\n```console\n\$ (.+)\n([^`]*)```/g)].map(
  ([, command = '', output = '']) => ({ command, output }),
)

describe('the README', () => {
  it('opens with exactly the two commands', () => {
    const block = /```console\n([^`]*)```/.exec(readme)?.[1]
    expect(block).toBe('$ npm ci && npm start\n$ npm ci && npm test\n')
    expect(readme.split('\n')[2]).toBe('```console')
  })

  it('shows a tour whose every command prints what stands below it', async () => {
    expect(tour.length).toBeGreaterThanOrEqual(5)
    const registry = await startRegistry()
    try {
      for (const { command, output } of tour) {
        const here = command.replaceAll('http://127.0.0.1:8081', registry.url)
        const { stdout } = await run('bash', ['-c', here])
        expect(stdout.trimEnd(), command).toBe(output.trimEnd())
      }
    } finally {
      await registry.close()
    }
  })

  it('lists every setting with its default', () => {
    for (const setting of Object.values(settings)) {
      const flag = setting.flag === undefined ? '' : `\`--${setting.flag}\``
      const fallback = setting.fallback === undefined ? '' : `\`${String(setting.fallback)}\``
      expect(readme).toContain(
        `| \`${setting.env}\` | ${flag} | ${fallback} | ${setting.sentence} |`,
      )
    }
  })
})
