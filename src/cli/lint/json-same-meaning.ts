import type { JsonNode } from '../../formats/json-reader.ts'
import { replaceSubschemas } from '../../formats/json/subschemas.ts'
import { sameJson } from './avro-type-rules.ts'

/** Keywords that say something to people and nothing to validators. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  '$comment',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
])

/** Whether two schemas are the same but for annotations; an absent one is the same as none. */
export function sameMeaning(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  return sameJson(a && withoutAnnotations(a), b && withoutAnnotations(b))
}

function withoutAnnotations(json: JsonNode): JsonNode {
  if (json.kind !== 'object') return json
  const plain = replaceSubschemas(json, withoutAnnotations)
  const members = [...plain.members].filter(([name]) => !annotations.has(name))
  return { ...plain, members: new Map(members) }
}
