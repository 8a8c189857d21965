import { createRequire } from 'node:module'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { Ajv } from 'ajv'
import draft04 from 'ajv-draft-04'
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { JsonNode } from '../../json-reader.ts'
import { assertNever } from '../../../errors/assert-never.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type { Draft } from '../drafts.ts'
import { printJson } from '../canonical.ts'
import type { JsonSchema } from '../parse.ts'
import { createPlaceFinder } from '../places.ts'

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

function ajvOf(draft: Draft): Pick<Ajv, 'getSchema'> {
  switch (draft) {
    case '4':
      return new draft04.default(options)
    case '6':
      return new Ajv(options).addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
    case '7':
      return new Ajv(options)
    case '2019-09':
      return new Ajv2019(options)
    case '2020-12':
      return new Ajv2020(options)
    default:
      return assertNever(draft)
  }
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
