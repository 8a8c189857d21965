import type { Difference, Effect } from '../difference.ts'
import type { Direction } from '../../model/compatibility-level.ts'

/** What each side is called, and the difference's own facts. */
interface Words {
  readonly reader: string
  readonly writer: string
  readonly path: string
  readonly info: string
}

interface Row {
  readonly effect: Effect
  readonly sentence: (words: Words) => string
}

/**
 * Every kind of difference: what it means, and its sentence.
 *
 * The first group is the reference's (Avro 5, "Message texts"). The second is told only by the
 * sound rule book (Avro 6).
 */
export const differences = {
  FIXED_SIZE_MISMATCH: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`,
  },
  TYPE_MISMATCH: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`,
  },
  NAME_MISMATCH: {
    effect: 'breaks',
    sentence: ({ path }) => `The name of the schema has changed (path '${path}')`,
  },
  MISSING_ENUM_SYMBOLS: {
    effect: 'breaks',
    sentence: ({ reader, writer, path, info }) =>
      `The ${reader} schema is missing enum symbols '${info}' at path '${path}' in the ${writer} schema`,
  },
  MISSING_UNION_BRANCH: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`,
  },
  READER_FIELD_MISSING_DEFAULT_VALUE: {
    effect: 'breaks',
    sentence: ({ reader, writer, path, info }) =>
      `The field '${info}' at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`,
  },
  UNEXPECTED_EXCEPTION: {
    effect: 'breaks',
    sentence: ({ info }) => `Unexpected exception during compatibility check: ${info}`,
  },

  NAMESPACE_CHANGED: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The ENUM or FIXED type at path '${path}' in the ${reader} schema is in another namespace than in the ${writer} schema`,
  },
  LOGICAL_TYPE_CHANGED: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The logical type at path '${path}' in the ${reader} schema gives another meaning to data of the ${writer} schema`,
  },
  DEFAULT_INVALID: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The default of the field at path '${path}' in the ${reader} schema does not fit its type, and the field is missing in the ${writer} schema`,
  },
  AMBIGUOUS_FIELD: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `The field at path '${path}' in the ${reader} schema matches several fields of the ${writer} schema`,
  },
  UNION_BRANCH_COMMITTED: {
    effect: 'breaks',
    sentence: ({ reader, writer, path }) =>
      `A union of the ${reader} schema has a branch with the name of the type at path '${path}' in the ${writer} schema, and that branch does not read it`,
  },
  UNION_BRANCH_AMBIGUOUS: {
    effect: 'undecided',
    sentence: ({ reader, writer, path }) =>
      `Several branches of a union of the ${reader} schema may be taken for the type at path '${path}' in the ${writer} schema, and not all of them read it`,
  },
  BYTES_READ_AS_STRING: {
    effect: 'undecided',
    sentence: ({ reader, writer, path }) =>
      `Bytes of the ${writer} schema at path '${path}' are read as text by the ${reader} schema, and may not be UTF-8`,
  },
} as const satisfies Record<string, Row>

export type DifferenceKind = keyof typeof differences

/** The description alone: one sentence. */
export function differenceSentence(difference: Difference, direction: Direction): string {
  const [reader, writer] = direction === 'new-reads-old' ? ['new', 'old'] : ['old', 'new']
  if (!isDifferenceKind(difference.kind)) throw new Error(`Not a kind of Avro: ${difference.kind}`)
  return differences[difference.kind].sentence({ ...difference, reader, writer })
}

/** The text on the wire. Compatibility 6. */
export function differenceMessage(difference: Difference, direction: Direction): string {
  const sentence = differenceSentence(difference, direction)
  if (difference.kind === 'UNEXPECTED_EXCEPTION') return sentence
  return `{errorType:'${difference.kind}', description:'${sentence}', additionalInfo:'${difference.info}'}`
}

function isDifferenceKind(kind: string): kind is DifferenceKind {
  return Object.hasOwn(differences, kind)
}
