import type { VersionRequest } from '../../model/version.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { flag } from '../query.ts'
import { readSchemaOffer } from '../read-body.ts'
import type { Route } from '../route-table.ts'
import { writeCompatibility } from '../write-body.ts'

const VERSIONS = '/compatibility/subjects/:subject/versions'

/** Rest-api 2.5. */
export function compatibilityRoutes(registry: Registry): readonly Route[] {
  const check = async (
    ask: Ask,
    argument: string,
    against: () => VersionRequest | 'all',
  ): Promise<string> => {
    const offer = readSchemaOffer(ask.readBody(), argument)
    const verbose = flag(ask.query, 'verbose')
    const options = { normalize: flag(ask.query, 'normalize'), verbose }
    const version = against()
    const name = await ask.aliased(registry)
    return writeCompatibility(
      await registry.checkCompatibility(name, version, offer, options),
      verbose,
    )
  }
  return [
    {
      method: 'POST',
      url: VERSIONS,
      run: (ask) => check(ask, 'testCompatibilityForSubject.arg3', () => 'all'),
    },
    {
      method: 'POST',
      url: `${VERSIONS}/:version`,
      run: (ask) => check(ask, 'testCompatibilityBySubjectName.arg4', () => ask.version),
    },
  ]
}
