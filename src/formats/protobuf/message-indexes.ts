import { messagesOf } from './ast.ts'
import type { MessageNode, TypeNode } from './ast.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'
import { qualified } from './scope.ts'

/**
 * The path to a message of the schema itself, as the wire's message indexes count it.
 *
 * Messages count as written: explicit map-entry messages do, those implied by `map<>` and enums do
 * not.
 *
 * @param fullName with package, without leading dot
 * @returns one index per level, at least one; `undefined` when there is no such message
 * @see Serde 1.4
 */
export function messageIndexes(
  { file }: ProtobufSchema,
  fullName: string,
): readonly number[] | undefined {
  const prefix = file.packageName === undefined ? '' : `${file.packageName}.`
  if (!fullName.startsWith(prefix)) return undefined
  const indexes: number[] = []
  let level: readonly TypeNode[] = file.declarations
  for (const name of fullName.slice(prefix.length).split('.')) {
    const messages = messagesOf(level)
    const index = messages.findIndex((message) => message.name === name)
    const found = messages[index]
    if (found === undefined) return undefined
    indexes.push(index)
    level = found.declarations
  }
  return indexes
}

/**
 * The full name of the message that message indexes lead to.
 *
 * @returns `undefined` when they lead outside of the schema
 */
export function messageNameAt(
  { file }: ProtobufSchema,
  indexes: readonly number[],
): string | undefined {
  let level: readonly TypeNode[] = file.declarations
  let name = file.packageName ?? ''
  let found: MessageNode | undefined
  for (const index of indexes) {
    found = messagesOf(level)[index]
    if (found === undefined) return undefined
    name = qualified(name, found.name)
    level = found.declarations
  }
  return found === undefined ? undefined : name
}
