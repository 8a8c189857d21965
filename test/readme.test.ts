import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { settings } from '../src/config.ts'
import { RegistryClient } from '../src/client/index.ts'
import { concordat, workspace } from './cli/cli-process.ts'
import { startRegistry } from './running-registry.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const run = promisify(execFile)

/** The blocks marked as tour: each a command and what it prints. */
const tour = [...readme.matchAll(/<!-- tour -->\n```console\n\$ (.+)\n([^`]*)```/g)].map(
  ([, command = '', output = '']) => ({ command, output }),
)

/** What the gate is said to print, and the project file for it. */
const [gate = '', projectFile = ''] = [
  ...readme.matchAll(/<!-- gate -->\n```\w+\n(?:\$ concordat check\n)?([^`]*)```/g),
].map(([, content = '']) => content)

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

  it('shows what the gate prints, line by line', async () => {
    const order = (total: string): string =>
      [
        '{',
        '  "type": "record",',
        '  "name": "Order",',
        '  "fields": [',
        '    { "name": "id", "type": "long" },',
        '    { "name": "price", "type": "Money" },',
        `    { "name": "total", "type": "${total}" },`,
        '    { "name": "note", "type": "string" }',
        '  ]',
        '}',
      ].join('\n')
    const money =
      '{"type": "record", "name": "Money", "fields": [{"name": "cents", "type": "long"}]}'
    const registry = await startRegistry()
    const made = workspace({
      'schemas/common/money.avsc': money,
      'schemas/order.avsc': order('string'),
      'concordat.yaml': projectFile.replace(/^accept:.*$/m, ''),
    })
    try {
      const client = new RegistryClient({ url: registry.url })
      const subject = 'schemas/common/money'
      await client.register(subject, { schema: money })
      const references = [{ name: 'Money', subject, version: 1 }]
      await client.register('orders-value', { schema: order('double'), references })
      const { out, status } = await concordat(['check'], {
        url: registry.url,
        folder: made.folder,
      })
      expect(out.replace(/\d+\.\d s/, '0.1 s')).toBe(gate)
      expect(status).toBe(1)
      made.write({ 'concordat.yaml': projectFile })
      const accepted = await concordat(['check'], { url: registry.url, folder: made.folder })
      expect(accepted.out).toContain('no consumer left (until 2026-12-31)')
    } finally {
      made.remove()
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
