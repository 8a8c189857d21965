import type { Store } from '../store/store.ts'
import { applyAssociations } from './associations/apply-associations.ts'
import { batchGetAssociations } from './associations/batch-get-associations.ts'
import { batchMutateAssociations } from './associations/batch-mutate-associations.ts'
import { deleteAssociations } from './associations/delete-associations.ts'
import { listAssociations } from './associations/list-associations.ts'
import { checkCompatibility } from './check-compatibility.ts'
import { deleteConfig } from './delete-config.ts'
import { deleteContext } from './delete-context.ts'
import { deleteMode } from './delete-mode.ts'
import { deleteSubject } from './delete-subject.ts'
import { deleteVersion } from './delete-version.ts'
import { editTags } from './edit-tags.ts'
import { effectiveConfig } from './effective-config.ts'
import { findByMetadata } from './find-by-metadata.ts'
import { listContexts } from './list-contexts.ts'
import { listReferrers } from './list-referrers.ts'
import { listSchemas } from './list-schemas.ts'
import { listSettings } from './list-settings.ts'
import { listSubjects } from './list-subjects.ts'
import { listVersions } from './list-versions.ts'
import { lookUpSchema } from './look-up-schema.ts'
import { createSchemaParser } from './parse-schema.ts'
import { listIdsOfGuid, listUsesOfId, readByGuid, readById } from './read-by-id.ts'
import { readConfig } from './read-config.ts'
import { readFacts } from './read-facts.ts'
import { readMode } from './read-mode.ts'
import { readVersion } from './read-schema.ts'
import { registerSchema } from './register-schema.ts'
import type { RegistryRoom } from './registry-room.ts'
import type { RegistrySettings } from './registry-settings.ts'
import type { Registry } from './registry.ts'
import { createResemblances } from './resemblances.ts'
import { resolveAlias } from './resolve-alias.ts'
import { restoreSubject, restoreVersion } from './restore.ts'
import { createSubjectQueue } from './subject-queue.ts'
import { createTurns } from './turns.ts'
import { createVersionIndexes } from './version-index.ts'
import { updateConfig } from './update-config.ts'
import { updateMode } from './update-mode.ts'

/** A use case: works with the room, and with what the caller hands over. */
type UseCase<A extends unknown[], R> = (room: RegistryRoom, ...rest: A) => R

/**
 * Assembles the use cases over a store.
 *
 * The registry keeps parsed schemas, within fixed bounds, and nothing else: any number of
 * registries may work on one store.
 */
export function createRegistry(store: Store, settings: RegistrySettings): Registry {
  const resemblances = createResemblances()
  const room: RegistryRoom = {
    store,
    settings,
    schemas: createSchemaParser(store, settings),
    resemblances,
    indexOf: createVersionIndexes(resemblances),
    queue: createSubjectQueue(),
    turns: createTurns(),
  }
  const inRoom =
    <A extends unknown[], R>(useCase: UseCase<A, R>) =>
    (...rest: A): R =>
      useCase(room, ...rest)

  return {
    registerSchema: inRoom(registerSchema),
    lookUpSchema: inRoom(lookUpSchema),
    readVersion: inRoom(readVersion),
    listVersions: inRoom(listVersions),
    listReferrers: inRoom(listReferrers),
    findByMetadata: inRoom(findByMetadata),
    editTags: inRoom(editTags),
    checkCompatibility: inRoom(checkCompatibility),

    readById: inRoom(readById),
    readByGuid: inRoom(readByGuid),
    listIdsOfGuid: inRoom(listIdsOfGuid),
    listUsesOfId: inRoom(listUsesOfId),

    listSubjects: inRoom(listSubjects),
    listSchemas: inRoom(listSchemas),
    listContexts: inRoom(listContexts),

    deleteSubject: inRoom(deleteSubject),
    deleteVersion: inRoom(deleteVersion),
    restoreSubject: inRoom(restoreSubject),
    restoreVersion: inRoom(restoreVersion),
    deleteContext: inRoom(deleteContext),

    readConfig: inRoom(readConfig),
    updateConfig: inRoom(updateConfig),
    deleteConfig: inRoom(deleteConfig),
    readMode: inRoom(readMode),
    updateMode: inRoom(updateMode),
    deleteMode: inRoom(deleteMode),
    listSettings: inRoom(listSettings),
    async effectiveConfig(name) {
      const { state, scopes } = await readFacts(room, name)
      return effectiveConfig(state, scopes, settings)
    },
    resolveAlias: inRoom(resolveAlias),

    listAssociations: inRoom(listAssociations),
    createAssociations: (...rest) => applyAssociations(room, 'create', ...rest),
    upsertAssociations: (...rest) => applyAssociations(room, 'upsert', ...rest),
    deleteAssociations: inRoom(deleteAssociations),
    batchGetAssociations: inRoom(batchGetAssociations),
    batchMutateAssociations: inRoom(batchMutateAssociations),

    clusterId: store.clusterId,
    ping: () => store.ping(),
    onChange: (listener) =>
      store.changes.subscribe((change) => {
        listener(change && { name: change.name, schemaIds: change.schemaIds })
      }),
  }
}
