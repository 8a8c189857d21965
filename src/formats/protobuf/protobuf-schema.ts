import type { FileNode } from './ast.ts'

/** A Protobuf text with everything it imports. Immutable. */
export interface ProtobufSchema {
  readonly file: FileNode
  readonly canonicalText: string
  /** The text that offsets in `file` point into; `undefined` when it came as a descriptor. */
  readonly sourceText: string | undefined
  /** By import path: what is imported, directly or not, and what was handed over beside it. */
  readonly dependencies: ReadonlyMap<string, Dependency>
}

/** A file that another one sees. */
export interface Dependency {
  readonly path: string
  readonly file: FileNode
  /** Subject and version of the reference; `LOCAL_ORIGIN` for bundled files. */
  readonly origin: string
}

/** The origin of a schema's own types, and of the bundled ones. */
export const LOCAL_ORIGIN = ''
