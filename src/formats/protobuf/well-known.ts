import type { FileNode } from './ast.ts'
import { parseFile } from './parse.ts'
import { confluentTexts } from './well-known/confluent.ts'
import { googleDescriptorTexts } from './well-known/google-descriptor.ts'
import { googleProtobufTexts } from './well-known/google-protobuf.ts'
import { googleTypeTexts } from './well-known/google-type.ts'

const texts: ReadonlyMap<string, string> = new Map([
  ...googleProtobufTexts,
  ...googleDescriptorTexts,
  ...googleTypeTexts,
  ...confluentTexts,
])

/** Import paths that need no reference. Protobuf 3. */
export const bundledPaths: readonly string[] = [...texts.keys()]

/** The text of a bundled file; `undefined` when there is none of that path. */
export function bundledText(path: string): string | undefined {
  return texts.get(path)
}

const parsed = new Map<string, FileNode>()

/** A bundled file, parsed when first asked for. */
export function bundledFile(path: string): FileNode | undefined {
  const known = parsed.get(path)
  if (known !== undefined) return known
  const text = texts.get(path)
  if (text === undefined) return undefined
  const file = parseFile(text)
  parsed.set(path, file)
  return file
}
