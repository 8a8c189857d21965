import { checkRoot } from '../parse.ts'
import type { JsonSchema } from '../parse.ts'
import { loadSchema } from '../load/load.ts'
import { createResolver } from '../references.ts'
import type { Resolver } from '../references.ts'
import { textMember } from '../document.ts'
import type { Spot } from '../document.ts'
import { subschemasOf } from '../subschemas.ts'
import { checkMetaSchema } from './meta-schema.ts'

/**
 * The checks of the sound rule book: the document's own meta-schema, then everything the reference
 * needs to load it.
 *
 * The reference reads 2019-09 with the words of 2020-12 only; there the meta-schema and the
 * references decide.
 *
 * @throws SchemaFault on the first fault
 */
export function validateSoundly(parsed: JsonSchema): void {
  checkRoot(parsed.main)
  checkMetaSchema(parsed)
  if (parsed.draft === '2019-09') checkReferences(createResolver(parsed))
  else loadSchema(parsed)
}

function checkReferences(resolver: Resolver): void {
  const seen = new Set<Spot['json']>()
  const waiting = [resolver.root]
  for (let outer = waiting.pop(); outer !== undefined; outer = waiting.pop()) {
    const { json } = outer
    if (json.kind !== 'object' || seen.has(json)) continue
    seen.add(json)
    const spot = resolver.enter(outer)
    const uri = textMember(json, '$ref')
    if (uri !== undefined) waiting.push(resolver.resolve(uri, spot))
    for (const inner of subschemasOf(json)) waiting.push({ ...spot, json: inner.json })
  }
}
