type Shape = (body: unknown) => boolean

/** What a config may hold; a subject's own need not name a level. Rest-api 6. */
const CONFIG_MEMBERS = [
  'compatibilityLevel',
  'compatibilityGroup',
  'compatibilityPolicy',
  'alias',
  'aliasForDeks',
  'normalize',
  'validateFields',
  'validateNewSchemas',
  'validateRules',
  'defaultMetadata',
  'overrideMetadata',
  'defaultRuleSet',
  'overrideRuleSet',
  'strictness',
  'protobufRules',
]

const isText: Shape = (body) => typeof body === 'string'
const isNumber: Shape = (body) => Number.isInteger(body)
const isTruth: Shape = (body) => typeof body === 'boolean'
const isObject: Shape = (body) => typeof body === 'object' && body !== null && !Array.isArray(body)
const listOf =
  (item: Shape): Shape =>
  (body) =>
    Array.isArray(body) && body.every(item)
const having =
  (member: string, shape: Shape): Shape =>
  (body) =>
    isObject(body) && shape((body as Readonly<Record<string, unknown>>)[member])
const either =
  (...shapes: readonly Shape[]): Shape =>
  (body) =>
    shapes.some((shape) => shape(body))

/** Some registries answer a deletion with nothing. */
const orNothing =
  (shape: Shape): Shape =>
  (body) =>
    body === undefined || shape(body)

const schemaText = having('schema', isText)
const versioned = either(schemaText, having('version', isNumber))
const config: Shape = (body) => {
  if (!isObject(body)) return false
  const names = Object.keys(body as object)
  return names.length === 0 || names.some((name) => CONFIG_MEMBERS.includes(name))
}

/** By operation, the least that every registry of the protocol answers. Rest-api 2. */
const shapes: ReadonlyMap<string, Shape> = new Map([
  ['read schema by id', schemaText],
  ['read schema by guid', schemaText],
  ['list ids of guid', listOf(isObject)],
  ['list subjects of id', listOf(isText)],
  ['list versions of id', listOf(isObject)],
  ['list schema types', listOf(isText)],
  ['list schemas', listOf(isObject)],
  ['list contexts', listOf(isText)],
  ['list subjects', listOf(isText)],
  ['list versions', listOf(isNumber)],
  ['read version', versioned],
  ['find version by metadata', versioned],
  ['list referrers', listOf(isNumber)],
  ['register', having('id', isNumber)],
  ['look up', either(having('id', isNumber), having('version', isNumber))],
  ['delete subject', orNothing(listOf(isNumber))],
  ['delete version', orNothing(isNumber)],
  ['restore subject', listOf(isNumber)],
  ['restore version', isNumber],
  ['check compatibility', having('is_compatible', isTruth)],
  ['read config', config],
  ['read mode', having('mode', isText)],
  ['list associations', listOf(isObject)],
  ['create associations', isObject],
  ['list settings', listOf(isObject)],
])

/**
 * Tells whether a body can be the answer to an operation, by the members that it cannot lack.
 *
 * A portal or another API at the registry's address answers 200 with JSON of its own, too.
 *
 * @param operation as `RequestError.operation` names it; those not listed may answer anything
 */
export function isAnswerTo(operation: string, body: unknown): boolean {
  return shapes.get(operation)?.(body) ?? true
}
