import { createRequire } from 'node:module'
import { readJson } from '../json-reader.ts'
import type { JsonDocument } from './document.ts'

// JSON imports still print a warning on Node 20, `require` does not.
const require = createRequire(import.meta.url)

const modern = 'https://json-schema.org/draft'
const refs = 'ajv/dist/refs'

const files = new Map<string, string>([
  ['http://json-schema.org/draft-04/schema', 'ajv-draft-04/dist/refs/json-schema-draft-04.json'],
  ['http://json-schema.org/draft-06/schema', `${refs}/json-schema-draft-06.json`],
  ['http://json-schema.org/draft-07/schema', `${refs}/json-schema-draft-07.json`],
  ...bundled('2019-09', ['applicator', 'content', 'core', 'format', 'meta-data', 'validation']),
  ...bundled('2020-12', [
    'applicator',
    'content',
    'core',
    'format-annotation',
    'meta-data',
    'unevaluated',
    'validation',
  ]),
])

function bundled(draft: string, vocabularies: readonly string[]): [string, string][] {
  return ['schema', ...vocabularies.map((name) => `meta/${name}`)].map((path) => [
    `${modern}/${draft}/${path}`,
    `${refs}/json-schema-${draft}/${path}.json`,
  ])
}

const read = new Map<string, JsonDocument>()

/**
 * The published meta-schema of that URI, from the copies that come with the validator.
 *
 * @param uri without fragment; `http` and `https` are the same
 */
export function metaSchema(uri: string): JsonDocument | undefined {
  const known = [uri, uri.replace(/^https:/, 'http:'), uri.replace(/^http:/, 'https:')].find(
    (candidate) => files.has(candidate),
  )
  const file = known === undefined ? undefined : files.get(known)
  if (known === undefined || file === undefined) return undefined
  let document = read.get(known)
  if (document === undefined) {
    const text = JSON.stringify(require(file))
    document = {
      text,
      name: known,
      root: readJson(text, { comments: false, nonFinite: false }),
    }
    read.set(known, document)
  }
  return document
}
