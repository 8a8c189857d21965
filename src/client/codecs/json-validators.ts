import { createRequire } from 'node:module'
import type { Ajv, AnySchema, Options, ValidateFunction } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { draftOf } from '../../formats/json/drafts.ts'
import type { Draft } from '../../formats/json/drafts.ts'
import { readJson } from '../../formats/json-reader.ts'
import { SerdeError } from '../serde-error.ts'
import type { StoredSchema } from '../stored-schema.ts'
import { boundedPattern } from './pattern/bounded-pattern.ts'
import { patternBudget } from './pattern/pattern-budget.ts'

type AjvClass = new (options: Options) => Ajv

/** Which class of ajv validates a draft. */
const ajvModules = {
  '4': 'ajv-draft-04',
  '6': 'ajv',
  '7': 'ajv',
  '2019-09': 'ajv/dist/2019.js',
  '2020-12': 'ajv/dist/2020.js',
} as const satisfies Record<Draft, string>

/** ajv keeps 36 KiB for every schema compiled; a used-up instance is dropped. */
const MAX_SCHEMAS_PER_INSTANCE = 500

/** Browsers and servers give up before that. */
const MAX_URL_LENGTH = 8192

// Loaded when the first JSON schema is: clients of the other formats do not pay for it.
const require = createRequire(import.meta.url)

interface SharedAjv {
  readonly ajv: Ajv
  compiled: number
}

const sharedInstances = new Map<Draft, SharedAjv>()

/**
 * Compiles a JSON schema under its own draft, its references beside it.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 */
export function compileValidator(
  schema: Pick<StoredSchema, 'schemaText' | 'references'>,
): ValidateFunction {
  // Meta-schemas have patterns, too.
  patternBudget.begin()
  try {
    const document = withoutDialect(JSON.parse(schema.schemaText) as AnySchema)
    const draft = draftOf(readJson(schema.schemaText, { comments: false, nonFinite: false }))
    const isAlone = schema.references.length === 0 && idOf(document) === undefined
    const ajv = isAlone ? sharedAjv(draft) : createAjv(draft)
    for (const reference of schema.references) {
      addReference(ajv, reference.name, JSON.parse(reference.schemaText) as AnySchema, document)
    }
    return ajv.compile(document)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SerdeError('UNUSABLE_SCHEMA', `the JSON schema is refused: ${reason}`, { cause })
  }
}

/** Schemas without names of their own cannot disturb each other. */
function sharedAjv(draft: Draft): Ajv {
  let shared = sharedInstances.get(draft)
  if (shared === undefined || shared.compiled >= MAX_SCHEMAS_PER_INSTANCE) {
    shared = { ajv: createAjv(draft), compiled: 0 }
    sharedInstances.set(draft, shared)
  }
  shared.compiled += 1
  return shared.ajv
}

function createAjv(draft: Draft): Ajv {
  const loaded = require(ajvModules[draft]) as { readonly default: AjvClass }
  const ajv = new loaded.default({
    strict: false,
    // The registry has taken it: a doubled enum value, say, is no reason to read nothing.
    validateSchema: false,
    // JSON has no NaN: it would be written as null.
    strictNumbers: true,
    ownProperties: true,
    logger: false,
    code: { regExp: patternEngine },
  })
  if (draft === '6') ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object)
  const formats = require('ajv-formats') as { readonly default: FormatsPlugin }
  formats.default(ajv)
  // Meta-schemas ask for it: what compiles here is a pattern.
  ajv.addFormat('regex', { type: 'string', validate: isPattern })
  const url = ajv.formats['url']
  if (url instanceof RegExp) {
    // Its time grows with the square of the length.
    const validate = (text: string): boolean => text.length <= MAX_URL_LENGTH && url.test(text)
    ajv.addFormat('url', { type: 'string', validate })
  }
  return ajv
}

/** Users' patterns never reach the JavaScript engine unguarded. */
const patternEngine = Object.assign(boundedPattern, { code: 'boundedPattern' })

function isPattern(text: string): boolean {
  try {
    boundedPattern(text)
    return true
  } catch {
    return false
  }
}

/** A reference is found by the name in `$ref`, as written and as resolved against the root's id. */
function addReference(ajv: Ajv, name: string, referenced: AnySchema, root: AnySchema): void {
  const rootId = idOf(root)
  // ajv resolves what it has no base for to what remains without dots.
  const names = new Set([name, name.replace(/^(?:\.\.?\/)+/, '')])
  if (rootId !== undefined && URL.canParse(name, rootId)) names.add(new URL(name, rootId).href)
  for (const one of names) {
    if (ajv.getSchema(one) === undefined) ajv.addSchema(withoutDialect(withoutId(referenced)), one)
  }
}

/** Its own id must not clash with the name under which it is known here. */
function withoutId(schema: AnySchema): AnySchema {
  return without(schema, ['$id', 'id'])
}

/**
 * The root's draft is that of all it refers to, and one that nobody knows is draft 7: ajv would
 * refuse another one than its own.
 */
function withoutDialect(schema: AnySchema): AnySchema {
  return without(schema, ['$schema'])
}

function without(schema: AnySchema, keywords: readonly string[]): AnySchema {
  if (typeof schema !== 'object') return schema
  const isLeft = (keyword: string, value: unknown): boolean =>
    !keywords.includes(keyword) || typeof value !== 'string'
  return Object.fromEntries(Object.entries(schema).filter(([name, value]) => isLeft(name, value)))
}

/** What a schema calls itself, in any draft. */
export function idOf(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const { $id, id } = schema as { readonly $id?: unknown; readonly id?: unknown }
  if (typeof $id === 'string') return $id
  return typeof id === 'string' ? id : undefined
}
