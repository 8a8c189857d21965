import { compareBodies } from '../compare/message.ts'
import type { Side } from '../compare/side.ts'
import {
  cardinalityOf,
  defaultOf,
  hasSameDefault,
  jsonNameOf,
  resolvedTypeOf,
  typeText,
} from '../field-facts.ts'
import type { FieldFacts, ResolvedType } from '../field-facts.ts'
import { isClosedEnum } from '../features.ts'
import { LOCAL_ORIGIN } from '../protobuf-schema.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import type { ScopedType } from '../scope.ts'
import { enumChanges } from './enum-changes.ts'
import type { Change } from './enum-changes.ts'
import type { Finding, TypePair } from './finding.ts'
import { isNarrowed } from './narrowing.ts'

/** What one field yields, places left open, and the types still to be looked at. */
export interface FieldChanges {
  readonly findings: readonly Omit<Finding, 'reader' | 'writer'>[]
  readonly inner: readonly TypePair[]
}

/** A change, or a pair of types to enter. */
type Yield =
  | Change
  | { readonly kind: 'enter'; readonly reader: ScopedType; readonly writer: ScopedType }

/** Looks at one field of both messages. */
export function fieldChanges(
  pair: TypePair,
  path: string,
  reader: FieldFacts,
  writer: FieldFacts,
): FieldChanges {
  const yields = [
    ...labelChanges(reader, writer),
    ...typeChanges(pair, resolvedTypeOf(reader), resolvedTypeOf(writer)),
    ...defaultChange(reader, writer),
    ...nameChange(reader, writer),
  ]
  const findings: FieldChanges['findings'][number][] = []
  const inner: TypePair[] = []
  for (const one of yields) {
    if (one.kind === 'enter') {
      inner.push({ reader: one.reader, writer: one.writer, schemas: pair.schemas })
    } else findings.push({ kind: one.kind, info: one.info, path })
  }
  return { findings, inner }
}

/** Classes 1 and 2. */
function labelChanges(reader: FieldFacts, writer: FieldFacts): readonly Change[] {
  const read = cardinalityOf(reader)
  const written = cardinalityOf(writer)
  if (read === 'required' && written !== 'required') {
    return [{ kind: 'REQUIRED_LABEL_CHANGED', info: '' }]
  }
  // One value read as many is a list of one; many read as one are lost, or garbage when packed.
  const isMany = written === 'repeated' && read !== 'repeated' && read !== 'map'
  return isMany ? [{ kind: 'FIELD_CARDINALITY_CHANGED', info: '' }] : []
}

/** Classes 3, 4, 6 and 8. */
function typeChanges(pair: TypePair, reader: ResolvedType, writer: ResolvedType): readonly Yield[] {
  if (reader.kind === 'map' && writer.kind === 'map') {
    return [
      ...typeChanges(pair, reader.key, writer.key),
      ...typeChanges(pair, reader.value, writer.value),
    ]
  }
  if (reader.kind === 'unresolved' || writer.kind === 'unresolved') {
    return [{ kind: 'TYPE_UNRESOLVED', info: '' }]
  }
  if (reader.kind === 'group' || writer.kind === 'group') return groupChanges(pair, reader, writer)
  if (reader.kind === 'enum' && writer.kind === 'enum') return enumChanges(reader.type, writer.type)
  if (reader.kind === 'message' && writer.kind === 'message') {
    return reader.type.localName === writer.type.localName
      ? messageChanges(pair, reader.type, writer.type)
      : []
  }
  return scalarChanges(reader, writer)
}

function scalarChanges(reader: ResolvedType, writer: ResolvedType): readonly Change[] {
  const words = `${typeText(writer)} became ${typeText(reader)}`
  if (words === 'bytes became string') return [{ kind: 'STRING_FROM_BYTES', info: '' }]
  if (words === 'string became bytes') return [{ kind: 'STRING_TO_BYTES', info: '' }]
  const isClosed = reader.kind === 'enum' && isClosedEnum(reader.type)
  if (isNarrowed(reader, writer) || (isClosed && writer.kind === 'scalar')) {
    return [{ kind: 'FIELD_SCALAR_NARROWED', info: words }]
  }
  return []
}

/** The reference leaves out messages that both come from the same reference. */
function messageChanges(pair: TypePair, reader: ScopedType, writer: ScopedType): readonly Yield[] {
  const isSkipped = reader.origin === writer.origin && reader.origin !== LOCAL_ORIGIN
  const broken = isSkipped ? firstBreak(pair, reader, writer) : undefined
  const changes: Yield[] = [{ kind: 'enter', reader, writer }]
  if (broken !== undefined) changes.push({ kind: 'IMPORTED_TYPE_CHANGED', info: broken })
  return changes
}

/** The reference leaves out all groups. */
function groupChanges(
  pair: TypePair,
  reader: ResolvedType,
  writer: ResolvedType,
): readonly Yield[] {
  if (reader.kind !== 'group' || writer.kind !== 'group') {
    return [{ kind: 'GROUP_CHANGED', info: `${typeText(writer)} became ${typeText(reader)}` }]
  }
  const broken = firstBreak(pair, reader.type, writer.type)
  const changes: Yield[] = [{ kind: 'enter', reader: reader.type, writer: writer.type }]
  if (broken !== undefined) changes.push({ kind: 'GROUP_CHANGED', info: broken })
  return changes
}

/** The first difference of the reference's kinds that breaks directly inside two messages. */
function firstBreak(pair: TypePair, reader: ScopedType, writer: ScopedType): string | undefined {
  if (reader.node.kind === 'enum' || writer.node.kind === 'enum') return undefined
  const side = (parsed: ProtobufSchema, { scope }: ScopedType): Side => ({
    parsed,
    scope,
    isOwnText: false,
  })
  const sides = {
    reader: side(pair.schemas.reader, reader),
    writer: side(pair.schemas.writer, writer),
  }
  const path = `#/${reader.localName.replaceAll('.', '/')}`
  for (const step of compareBodies(sides, path, reader.node, writer.node)) {
    if (step.kind === 'difference' && step.difference.effect === 'breaks') {
      return `${step.difference.kind} ${step.difference.path}`
    }
  }
  return undefined
}

function defaultChange(reader: FieldFacts, writer: FieldFacts): readonly Change[] {
  if (hasSameDefault(reader, writer)) return []
  // Between texts and numbers the reference has already refused.
  if (resolvedTypeOf(reader).kind !== resolvedTypeOf(writer).kind) return []
  const info = `${defaultOf(writer)} became ${defaultOf(reader)}`
  return [{ kind: 'FIELD_DEFAULT_CHANGED', info }]
}

function nameChange(reader: FieldFacts, writer: FieldFacts): readonly Change[] {
  const read = jsonNameOf(reader.node)
  const written = jsonNameOf(writer.node)
  if (read === written) return []
  return [{ kind: 'JSON_NAME_CHANGED', info: `${written} became ${read}` }]
}
