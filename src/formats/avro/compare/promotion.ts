import type { AvroType } from '../ast.ts'

/** What each kind also reads, besides its own. Avro 1.12, Schema Resolution. */
const promotions: ReadonlyMap<string, readonly string[]> = new Map([
  ['long', ['int']],
  ['float', ['int', 'long']],
  ['double', ['int', 'long', 'float']],
  ['bytes', ['string']],
  ['string', ['bytes']],
])

/** Tells whether data of the writer's kind is read as another kind. */
export function canPromote(reader: AvroType['kind'], writer: AvroType['kind']): boolean {
  return promotions.get(reader)?.includes(writer) === true
}
