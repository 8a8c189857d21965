import { catalog } from '../errors/catalog.ts'
import { isRegistryError } from '../errors/registry-error.ts'

/** Tells whether a schema was refused by itself: its text, its type or its references. */
export function isInvalidSchema(thrown: unknown): boolean {
  return isRegistryError(thrown) && thrown.code === catalog.INVALID_SCHEMA.code
}
