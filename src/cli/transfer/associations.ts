import type { RegistryClient } from '../../client/registry-client.ts'
import type { AssociationBody, AssociationRequestBody } from '../../rest/bodies.ts'
import { unlessUnsupported } from '../unless-missing.ts'
import type { ImportModes } from './import-modes.ts'
import { inParallel } from './in-parallel.ts'
import { stableJson } from './record.ts'
import type { AssociationRecord } from './record.ts'

/** As many as registries give at once. Rest-api 2.10. */
const PAGE = 1000

/** Any namespace, and any resource of it. */
const ANY = '-'

/**
 * Everything that resources are associated with, page by page; nothing where the registry knows no
 * associations.
 *
 * @throws RequestError
 */
export async function* readAssociations(
  registry: RegistryClient,
): AsyncGenerator<readonly AssociationRecord[]> {
  let offset = 0
  for (;;) {
    const query = { offset, limit: PAGE }
    const page = await unlessUnsupported(registry.listAssociations(ANY, ANY, query))
    if (page === undefined || page.length === 0) return
    offset += page.length
    yield page.map(toRecord)
  }
}

/**
 * Associates resources as the records say, those of one resource together: they share a lifecycle.
 * What stands already is not asked for: aliases set since would give it another subject.
 *
 * Subjects must be in IMPORT mode: elsewhere a strong association brings its schema along.
 *
 * @throws RequestError, also where the registry knows no associations
 */
export async function writeAssociations(
  registry: RegistryClient,
  modes: ImportModes,
  records: readonly AssociationRecord[],
  atOnce: number,
): Promise<void> {
  const byResource = new Map<string, AssociationRecord[]>()
  for (const record of await missing(registry, records)) {
    const others = byResource.get(record.resourceId)
    if (others === undefined) byResource.set(record.resourceId, [record])
    else others.push(record)
  }
  await inParallel(byResource.values(), atOnce, async (ofResource) => {
    for (const { subject } of ofResource) await modes.enterFor(subject, true)
    await registry.createAssociations(requestFor(ofResource))
  })
}

async function missing(
  registry: RegistryClient,
  records: readonly AssociationRecord[],
): Promise<readonly AssociationRecord[]> {
  if (records.length === 0) return []
  const there = new Set<string>()
  for await (const page of readAssociations(registry)) {
    for (const record of page) there.add(stableJson(record))
  }
  return records.filter((record) => !there.has(stableJson(record)))
}

function toRecord(body: AssociationBody): AssociationRecord {
  const { subject, associationType, lifecycle } = body
  const { resourceName, resourceNamespace, resourceId, resourceType } = body
  return {
    kind: 'association',
    subject,
    resourceName,
    resourceNamespace,
    resourceId,
    resourceType,
    associationType,
    lifecycle,
    frozen: body.frozen ?? lifecycle === 'STRONG',
  }
}

function requestFor(records: readonly AssociationRecord[]): AssociationRequestBody {
  const [first] = records
  return {
    ...(first && {
      resourceName: first.resourceName,
      resourceNamespace: first.resourceNamespace,
      resourceId: first.resourceId,
      resourceType: first.resourceType,
    }),
    associations: records.map(({ subject, associationType, lifecycle, frozen }) => {
      return { subject, associationType, lifecycle, frozen }
    }),
  }
}
