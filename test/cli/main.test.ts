import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concordat, main, workspace } from './cli-process.ts'
import type { Workspace } from './cli-process.ts'

describe('the start of the command line', () => {
  let made: Workspace
  beforeAll(() => {
    made = workspace()
  })
  afterAll(() => made.remove())

  /** Files of ours and of packages that a run loads, as V8 itself counts them. */
  const loadedBy = async (...args: readonly string[]): Promise<readonly string[]> => {
    const folder = made.path(args.join('_'))
    await concordat(args, { environment: { NODE_V8_COVERAGE: folder } })
    const [report = ''] = readdirSync(folder)
    const { result } = JSON.parse(readFileSync(`${folder}/${report}`, 'utf8')) as {
      readonly result: readonly { readonly url: string }[]
    }
    return result.flatMap(({ url }) => (url.startsWith('file:') ? [fileURLToPath(url)] : []))
  }

  it('loads nothing beside itself to tell its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    for (const flag of ['--version', '-V']) {
      expect(await concordat([flag])).toEqual({ status: 0, out: `${version}\n`, errors: '' })
      expect(await loadedBy(flag)).toEqual([main])
    }
  })

  it('loads neither formats nor server for a command that needs none', async () => {
    const loaded = await loadedBy('subjects', '--url', 'http://127.0.0.1:9')
    expect(
      loaded.filter((file) =>
        /\/dist\/(?:formats\/(?:avro|json|protobuf)|server|http|store)\b/.test(file),
      ),
    ).toEqual([])
    expect(
      loaded.filter((file) => /node_modules\/(?!(?:commander|lru-cache)\/)/.test(file)),
    ).toEqual([])
  })
})
