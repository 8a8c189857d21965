import { javaHashMapOrder, javaUnionOrder } from '../../java-hash-order.ts'
import type { ConstantNode, EnumNode } from '../ast.ts'
import { referenceDifference } from './side.ts'
import type { Sides } from './side.ts'
import type { Step } from './walk.ts'

/** Compares two enums of one name, number by number. Protobuf 8.1, "types". */
export function compareEnums(
  sides: Sides,
  path: string,
  reader: EnumNode,
  writer: EnumNode,
): readonly Step[] {
  const readers = byNumber(reader)
  const writers = byNumber(writer)
  const numbers = javaUnionOrder(javaHashMapOrder([...writers.keys()]), [...readers.keys()])
  return numbers.flatMap((number) => {
    const constants = { reader: readers.get(number), writer: writers.get(number) }
    const kind = constantChange(constants.reader, constants.writer)
    if (kind === undefined) return []
    const difference = referenceDifference(sides, kind, `${path}/${number}`, constants)
    return [{ kind: 'difference', difference }]
  })
}

function constantChange(reader: ConstantNode | undefined, writer: ConstantNode | undefined) {
  if (reader === undefined) return 'ENUM_CONST_REMOVED'
  if (writer === undefined) return 'ENUM_CONST_ADDED'
  return reader.name === writer.name ? undefined : 'ENUM_CONST_CHANGED'
}

/** Of several names for one number the last one counts. */
function byNumber(node: EnumNode): ReadonlyMap<number, ConstantNode> {
  return new Map(node.constants.map((constant) => [constant.number, constant]))
}
