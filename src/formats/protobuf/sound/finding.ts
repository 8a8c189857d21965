import type { Target } from '../place-in.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import type { ScopedType } from '../scope.ts'
import type { SoundKind } from './sound-rows.ts'

/** Two types held against each other, and the schemas they are part of. */
export interface TypePair {
  readonly reader: ScopedType
  readonly writer: ScopedType
  readonly schemas: SchemaPair
}

/** The two schemas. */
export interface SchemaPair {
  readonly reader: ProtobufSchema
  readonly writer: ProtobufSchema
}

/** A difference before it has places. */
export interface Finding {
  readonly kind: SoundKind
  readonly path: string
  readonly info: string
  /** The declarations, where they stand in the schemas' own texts. */
  readonly reader: Target | undefined
  readonly writer: Target | undefined
}
