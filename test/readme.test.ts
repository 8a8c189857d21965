import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** The code below `<!-- example: name -->`. */
function example(name: string): string {
  const code = new RegExp(`<!-- example: ${name} -->\n\`\`\`js\n([^\`]*)\`\`\``).exec(readme)?.[1]
  if (code === undefined) throw new Error(`the README has no example ${name}`)
  return code
}

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

  it('shows a producer and a consumer that understand each other', async () => {
    const registry = await startRegistry()
    // Inside of the package its own name can be imported, as it can where it is installed.
    const folder = mkdtempSync(join(import.meta.dirname, 'readme-'))
    try {
      const node = async (name: string, ...args: string[]): Promise<string> => {
        const file = join(folder, `${name}.mjs`)
        writeFileSync(file, example(name).replaceAll('http://127.0.0.1:8081', registry.url))
        return (await run(process.execPath, [file, ...args])).stdout.trimEnd()
      }
      const payload = await node('producer')
      expect(payload).toMatch(/^00[0-9a-f]{8}02020a717569636b$/)
      const bare = Buffer.from('{"id":1}').toString('hex')
      const [read, refused] = (await node('consumer', payload, bare)).split('\n')
      expect(read).toBe('1n quick')
      expect(refused).toContain('UNKNOWN_FRAME')
    } finally {
      rmSync(folder, { recursive: true })
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
