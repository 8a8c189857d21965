import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv'
import type { JsonNode } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type { Draft } from '../drafts.ts'
import { printJson } from '../canonical.ts'
import type { JsonSchema } from '../parse.ts'
import { createPlaceFinder } from '../places.ts'
import { useLinearUniqueItems } from './unique-items.ts'

// Loaded when the first schema is held against a meta-schema: most processes never do.
const require = createRequire(import.meta.url)
const options = { strict: false, allErrors: true, validateFormats: false, ownProperties: true }

// A text may be wrong in thousands of places; nobody reads on.
const MAX_NAMED = 20

// Validators call themselves for each level, several calls at a time.
const MAX_DEPTH = 200

const validators = new Map<Draft, ValidateFunction>()

/**
 * Holds a schema against its draft's meta-schema.
 *
 * @throws SchemaFault with the pointer and sentence of each fault, at the place of the first
 */
export function checkMetaSchema({ main, draft }: JsonSchema): void {
  if (depthOf(main.root) > MAX_DEPTH) {
    throw new SchemaFault(
      `Invalid JSON: nested more than ${MAX_DEPTH} deep, which is too deep for the meta-schema`,
      createPlaceFinder(main).find(main.root, []),
    )
  }
  let validate = validators.get(draft)
  if (validate === undefined) validators.set(draft, (validate = compileMetaSchema(draft)))
  if (validate(JSON.parse(printJson(main.root))) === true) return
  const errors = (validate.errors ?? []).filter(({ keyword }) => !isSummary(keyword))
  const faults = errors.slice(0, MAX_NAMED)
  const [first] = faults
  const pointer = first?.instancePath.slice(1).split('/').map(unescapeStep) ?? []
  throw new SchemaFault(
    `Invalid JSON: ${faults.map(sentenceOf).join('; ')}`,
    createPlaceFinder(main).find(main.root, pointer[0] === '' ? [] : pointer),
  )
}

function compileMetaSchema(draft: Draft): ValidateFunction {
  const validate = ajvOf(draft).getSchema(metaSchemaOf[draft])
  if (validate === undefined) throw new Error(`No meta-schema for draft ${draft}`)
  return validate
}

const metaSchemaOf: Readonly<Record<Draft, string>> = {
  '4': 'http://json-schema.org/draft-04/schema',
  '6': 'http://json-schema.org/draft-06/schema',
  '7': 'http://json-schema.org/draft-07/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
}

type Validator = Pick<Ajv, 'addKeyword' | 'addMetaSchema' | 'getSchema' | 'removeKeyword'>

const moduleOf: Readonly<Record<Draft, string>> = {
  '4': 'ajv-draft-04',
  '6': 'ajv',
  '7': 'ajv',
  '2019-09': 'ajv/dist/2019.js',
  '2020-12': 'ajv/dist/2020.js',
}

function ajvOf(draft: Draft): Validator {
  const { default: Class } = require(moduleOf[draft]) as {
    readonly default: new (options: Options) => Validator
  }
  const ajv = new Class(options)
  useLinearUniqueItems(ajv)
  if (draft === '6') ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
  return ajv
}

/** Keywords that only say that an alternative failed, after the alternatives were named. */
function isSummary(keyword: string): boolean {
  return keyword === 'anyOf' || keyword === 'allOf' || keyword === 'if'
}

function sentenceOf({ instancePath, message }: ErrorObject): string {
  return `'${instancePath}' ${message ?? 'is wrong'}`
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}

function depthOf(root: JsonNode): number {
  let depth = 0
  for (let level: readonly JsonNode[] = [root]; level.length > 0; depth++) {
    level = level.flatMap((json) => {
      if (json.kind === 'object') return [...json.members.values()]
      return json.kind === 'array' ? json.items : []
    })
  }
  return depth
}
