import type { Association, AssociationFilter } from '../../model/association.ts'
import type { Page } from '../../model/page.ts'
import type { RegistryRoom } from '../registry-room.ts'

/** Lists associations by subject, resource or both; no types and no lifecycles mean any. Rest-api 2.10. */
export async function listAssociations(
  room: RegistryRoom,
  { associationTypes = [], lifecycles = [], ...filter }: AssociationFilter,
  page: Page,
): Promise<readonly Association[]> {
  return await room.store.associations.list(
    {
      ...filter,
      ...(associationTypes.length === 0 ? {} : { associationTypes }),
      ...(lifecycles.length === 0 ? {} : { lifecycles }),
    },
    page,
  )
}
