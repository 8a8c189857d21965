/** Door `concordat/errors`: the one error class and its closed set of kinds. */
export { catalog } from './catalog.ts'
export type { ErrorDetails, ErrorKind } from './catalog.ts'
export { isRegistryError, registryError, RegistryError } from './registry-error.ts'
export type { ErrorExtras } from './registry-error.ts'
