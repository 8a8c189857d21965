import type { MessageBody } from '../ast.ts'
import { fieldFactsOf } from '../field-facts.ts'
import type { FieldFacts } from '../field-facts.ts'
import type { Target } from '../place-in.ts'
import { coversRange, lostReservations, reservationOf } from '../reservation.ts'
import type { Reservation } from '../reservation.ts'
import { fieldChanges } from './field-changes.ts'
import type { Finding, TypePair } from './finding.ts'
import type { SoundKind } from './sound-rows.ts'

/** What one pair of messages yields. */
export interface BodyChanges {
  readonly findings: readonly Finding[]
  /** Types of fields, still to be looked at. */
  readonly inner: readonly TypePair[]
}

/** A pair with its bodies and fields at hand. */
interface OpenPair {
  readonly pair: TypePair
  readonly path: string
  readonly readerBody: MessageBody
  readonly writerBody: MessageBody
  readonly writerReservation: Reservation
  readonly readers: ReadonlyMap<number, FieldFacts>
  readonly writers: ReadonlyMap<number, FieldFacts>
}

/** Looks at what stands directly in two messages or groups. */
export function bodyChanges(pair: TypePair): BodyChanges {
  const { reader, writer } = pair
  if (reader.node.kind === 'enum' || writer.node.kind === 'enum') return { findings: [], inner: [] }
  const open: OpenPair = {
    pair,
    path: `#/${reader.localName.replaceAll('.', '/')}`,
    readerBody: reader.node,
    writerBody: writer.node,
    writerReservation: reservationOf(writer.node.reserved),
    readers: fieldFactsOf(reader.node, reader.scope, reader.file),
    writers: fieldFactsOf(writer.node, writer.scope, writer.file),
  }
  const findings = [...removedOneofs(open), ...reservationChanges(open)]
  const inner: TypePair[] = []
  for (const [tag, read] of open.readers) {
    const written = open.writers.get(tag)
    if (written === undefined) findings.push(...addedField(open, tag, read))
    else {
      const changes = fieldChanges(pair, `${open.path}/${tag}`, read, written)
      findings.push(
        ...changes.findings.map((change) => ({ ...change, ...textsOf(open, read, written) })),
      )
      inner.push(...changes.inner)
    }
  }
  return { findings, inner }
}

/** The declarations, as far as they stand in the schemas' own texts. */
function textsOf(
  { pair }: OpenPair,
  read: { readonly node: Target } | undefined,
  written: { readonly node: Target } | undefined,
): Pick<Finding, 'reader' | 'writer'> {
  const { reader, writer, schemas } = pair
  const nowhere = { start: -1 }
  return {
    reader: read && (reader.file === schemas.reader.file ? read.node : nowhere),
    writer: written && (writer.file === schemas.writer.file ? written.node : nowhere),
  }
}

function addedField(open: OpenPair, tag: number, read: FieldFacts): readonly Finding[] {
  const path = `${open.path}/${tag}`
  const found = (kind: SoundKind): Finding => ({
    kind,
    path,
    info: '',
    ...textsOf(open, read, undefined),
  })
  const findings: Finding[] = []
  const { names, ranges } = open.writerReservation
  if (names.has(read.node.name) || coversRange(ranges, tag))
    findings.push(found('RESERVED_TAG_REUSED'))
  // Required fields are the reference's business; required groups it does not see.
  if (read.node.kind === 'group' && read.node.label === 'required') {
    findings.push(found('REQUIRED_LABEL_CHANGED'))
  }
  return findings
}

/** Class 7: a oneof that went together with all its fields. */
function removedOneofs(open: OpenPair): readonly Finding[] {
  const names = new Set(open.readerBody.oneofs.map(({ name }) => name))
  return open.writerBody.oneofs.flatMap((oneof): readonly Finding[] => {
    const members = [...oneof.fields, ...oneof.groups]
    if (
      names.has(oneof.name) ||
      members.length === 0 ||
      members.some(({ tag }) => open.readers.has(tag))
    ) {
      return []
    }
    const texts = textsOf(open, undefined, { node: oneof })
    return [
      { kind: 'ONEOF_FIELDS_REMOVED', path: `${open.path}/${oneof.name}`, info: '', ...texts },
    ]
  })
}

/** Class 5: reservations that went. */
function reservationChanges(open: OpenPair): readonly Finding[] {
  const info = lostReservations(open.readerBody.reserved, open.writerBody.reserved)
  if (info === '') return []
  const texts = textsOf(open, open.pair.reader, open.pair.writer)
  return [{ kind: 'RESERVED_REMOVED', path: open.path, info, ...texts }]
}
