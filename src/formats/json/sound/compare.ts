import type { Difference } from '../../difference.ts'
import { SchemaFault } from '../../schema-fault.ts'
import { compareAsReference } from '../compare/compare.ts'
import { printJson } from '../canonical.ts'
import { checkRoot } from '../parse.ts'
import type { JsonSchema } from '../parse.ts'
import { createPlaceFinder } from '../places.ts'
import type { PlaceFinder } from '../places.ts'
import { createResolver } from '../references.ts'
import { writtenKeyword } from '../written-keyword.ts'
import type { Part } from './part.ts'
import { prove } from './prove.ts'
import type { Unproven } from './prove.ts'

/**
 * Every difference under the sound rule book: compatible only if every value of the writer is proven
 * to be a value of the reader.
 *
 * The reference's differences are listed too. They break where the proof fails at the same place, and
 * are harmless where it succeeds; policies do not matter, data does.
 *
 * @throws SchemaFault when a text cannot be followed
 * @see Json-schema 8, "strict-sound mode"
 */
export function compareSoundly(reader: JsonSchema, writer: JsonSchema): Difference[] {
  checkRoot(reader.main)
  checkRoot(writer.main)
  // First, because it says soonest when the two are too large to compare.
  const differences = referenceDifferences(reader, writer)
  const unproven = isSameContent(reader, writer) ? [] : prove(rootPart(writer), rootPart(reader))
  const listed = differences.map((one) => weigh(one, unproven))
  const finders = {
    reader: createPlaceFinder(reader.main),
    writer: createPlaceFinder(writer.main),
  }
  const added = unproven
    .filter((one) => !listed.some((known) => known.effect !== 'none' && covers(known, one)))
    .map((one) => toDifference(one, finders))
  return [...listed, ...added]
}

function isSameContent(reader: JsonSchema, writer: JsonSchema): boolean {
  const references = ({ references: list }: JsonSchema): string =>
    JSON.stringify(list.map(({ name, schemaText }) => [name, schemaText]))
  return (
    printJson(reader.main.root) === printJson(writer.main.root) &&
    references(reader) === references(writer)
  )
}

function rootPart(parsed: JsonSchema): Part {
  const resolver = createResolver(parsed)
  return { resolver, draft: parsed.draft, spot: resolver.root }
}

/** The reference cannot load every 2019-09 schema: then there is nothing of it to list. */
function referenceDifferences(reader: JsonSchema, writer: JsonSchema): Difference[] {
  try {
    return compareAsReference(reader, writer, 'STRICT')
  } catch (fault) {
    const mayFail = [reader, writer].some(({ draft }) => draft === '2019-09')
    if (mayFail && fault instanceof SchemaFault) return []
    throw fault
  }
}

function weigh(difference: Difference, unproven: readonly Unproven[]): Difference {
  if (difference.effect === 'none') return difference
  const near = unproven.filter((one) => covers(difference, one))
  if (near.length === 0) return { ...difference, effect: 'none' }
  return { ...difference, effect: near.some((one) => one.isRefuted) ? 'breaks' : 'undecided' }
}

/** True when the two speak of the same place, or one of a place inside the other's. */
function covers({ path }: Difference, one: Unproven): boolean {
  return isWithin(one.path, path) || isWithin(path, one.path)
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '#/' || inner.startsWith(`${outer}/`)
}

function toDifference(
  { kind, path, isRefuted, reader, writer, keyword }: Unproven,
  finders: { readonly reader: PlaceFinder; readonly writer: PlaceFinder },
): Difference {
  const place = (finder: PlaceFinder, part: Part | undefined): Difference['reader'] =>
    part === undefined || part.spot.document !== finder.document
      ? undefined
      : finder.find(part.spot.json, writtenKeyword(part.spot.json, keyword))
  return {
    kind,
    path,
    effect: isRefuted ? 'breaks' : 'undecided',
    info: '',
    reader: place(finders.reader, reader),
    writer: place(finders.writer, writer),
  }
}
