/** A spot in a schema text, for people and editors. */
export interface Place {
  /** JSON pointer of the node (Avro, JSON Schema), or the dotted path of the declaration (Protobuf). */
  readonly pointer: string
  /** 1-based; 0 when the text has no such spot. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
}
