import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { rewriteUrl } from '../../src/http/rewrite-url.ts'

/** The parts of an OpenAPI operation that are held against answers. */
export interface Operation {
  readonly operationId: string
  readonly 'x-error-codes'?: readonly number[]
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: object }>
  >
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly responses: Readonly<Record<string, { readonly content: object }>>
  }
}

const text = readFileSync(new URL('../../openapi/registry.yaml', import.meta.url), 'utf8')

/** The published contract. */
export const contract = parse(text) as Document

// Formats such as int32 are for readers; the shapes are what is held.
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(contract, 'contract')

const templates = Object.keys(contract.paths)
  .map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
  }))
  // A path without parameters wins over one with.
  .toSorted((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))

const validators = new Map<string, ValidateFunction>()

function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer)
  if (known !== undefined) return known
  const made = ajv.compile({ $ref: `contract#${pointer}` })
  validators.set(pointer, made)
  return made
}

const escaped = (key: string): string =>
  encodeURIComponent(key.replace(/~/g, '~0').replace(/\//g, '~1'))
const MEDIA_TYPE = escaped('application/vnd.schemaregistry.v1+json')

/** The operation a request is meant for, with the pointer to it. */
function operationOf(
  method: string,
  url: string,
): { readonly operation: Operation; readonly pointer: string } | undefined {
  const path = rewriteUrl(url).split('?', 1)[0] ?? ''
  const found = templates.find(({ pattern }) => pattern.test(path))?.path
  if (found === undefined) return undefined
  const operation = contract.paths[found]?.[method.toLowerCase()]
  if (operation === undefined) return undefined
  return { operation, pointer: `/paths/${escaped(found)}/${method.toLowerCase()}` }
}

/** Holds an answer against the contract; says what is wrong with it, `undefined` when nothing is. */
export function breach(
  method: string,
  url: string,
  answer: { readonly status: number; readonly body: unknown },
): string | undefined {
  const { status, body } = answer
  const known = operationOf(method, url)
  if (known === undefined || status === 204 || status === 304) return undefined
  const { operation, pointer } = known
  const response = operation.responses[String(status)]
  const what = `${method} ${url} (${operation.operationId})`
  if (response === undefined) return `${what} answers ${status}, which the contract does not name`
  const schema =
    response.$ref === undefined
      ? `${pointer}/responses/${status}/content/${MEDIA_TYPE}/schema`
      : `${response.$ref.slice(1)}/content/${MEDIA_TYPE}/schema`
  if (operation.operationId.endsWith('TextById') || operation.operationId === 'getVersionText') {
    if (status === 200) return undefined
  }
  const validate = validatorOf(schema)
  if (!validate(body))
    return `${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`
  return undeclaredCode(what, operation, body)
}

function undeclaredCode(what: string, operation: Operation, body: unknown): string | undefined {
  const code = (body as { readonly error_code?: unknown } | undefined)?.error_code
  if (typeof code !== 'number' || code < 1000) return undefined
  const declared = operation['x-error-codes'] ?? []
  return declared.includes(code) ? undefined : `${what} answers the undeclared code ${code}`
}
