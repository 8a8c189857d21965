import { registryError } from '../../errors/registry-error.ts'
import { lifecycles } from '../../model/association.ts'
import type { AssociationFilter } from '../../model/association.ts'
import { printSubject } from '../../model/subject.ts'
import type { AssociationOptions } from '../../registry/association-shapes.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { constant, flag, optionalText, page, text, texts } from '../query.ts'
import type { Query } from '../query.ts'
import {
  readAssociationMutations,
  readAssociationQueries,
  readAssociationRequest,
} from '../read-association.ts'
import { contextName } from '../rewrite-url.ts'
import type { Route } from '../route-table.ts'
import { writeAssociationAnswer, writeBatch } from '../write-association.ts'
import { writeAssociation } from '../write-body.ts'
import { array } from '../write-json.ts'

const RESOURCE = '/associations/resources/:resourceId'
const ANY = '-'

/** Rest-api 2.10. */
export function associationRoutes(registry: Registry): readonly Route[] {
  return [...listRoutes(registry), ...changeRoutes(registry), ...batchRoutes(registry)]
}

function listRoutes(registry: Registry): readonly Route[] {
  const list = async (ask: Ask, of: AssociationFilter): Promise<string> => {
    const filter = { ...restrictions(ask.query), ...of }
    return array(
      await registry.listAssociations(filter, page(ask.query, 'associations')),
      writeAssociation,
    )
  }
  return [
    {
      method: 'GET',
      url: '/associations/subjects/:subject',
      run: async (ask) => list(ask, { subject: printSubject(await ask.aliased(registry)) }),
    },
    {
      method: 'GET',
      url: RESOURCE,
      run: (ask) => list(ask, { resourceId: ask.segment('resourceId') }),
    },
    {
      method: 'GET',
      url: '/associations/resources/:resourceNamespace/:resourceName',
      run: (ask) => {
        const resourceNamespace = ask.segment('resourceNamespace')
        const resourceName = ask.segment('resourceName')
        return list(ask, {
          ...(resourceNamespace === ANY ? {} : { resourceNamespace }),
          ...(resourceName === ANY ? {} : { resourceName }),
        })
      },
    },
  ]
}

/** The filters that every list of associations has. */
function restrictions(query: Query): AssociationFilter {
  const lifecycle = optionalText(query, 'lifecycle')
  return {
    resourceType: text(query, 'resourceType') || 'topic',
    associationTypes: texts(query, 'associationType'),
    ...(lifecycle === undefined ? {} : { lifecycles: [constant(lifecycle, lifecycles)] }),
  }
}

function optionsOf(query: Query): AssociationOptions {
  return { context: askedContext(text(query, 'context')), dryRun: flag(query, 'dryRun') }
}

function askedContext(context: string): string | undefined {
  if (context === '') return undefined
  const name = contextName(context)
  if (name === undefined) throw registryError('CONTEXT_NAME_HAS_COLON', { context })
  return name
}

function changeRoutes(registry: Registry): readonly Route[] {
  return [
    {
      method: 'POST',
      url: '/associations',
      run: async (ask) => {
        const request = readAssociationRequest(ask.readBody(), 'createAssociation.arg4')
        return writeAssociationAnswer(
          await registry.createAssociations(request, optionsOf(ask.query), ask.caller),
        )
      },
    },
    {
      method: 'PUT',
      url: RESOURCE,
      run: async (ask) => {
        const request = readAssociationRequest(ask.readBody(), 'createOrUpdateAssociation.arg5')
        return writeAssociationAnswer(
          await registry.upsertAssociations(
            { ...request, resourceId: sameResource(ask, request.resourceId) },
            optionsOf(ask.query),
            ask.caller,
          ),
        )
      },
    },
    {
      method: 'DELETE',
      url: RESOURCE,
      status: 204,
      run: async (ask) => {
        const { query } = ask
        await registry.deleteAssociations(
          ask.segment('resourceId'),
          {
            resourceType: optionalText(query, 'resourceType'),
            associationTypes: texts(query, 'associationType'),
            cascadeLifecycle: flag(query, 'cascadeLifecycle'),
            dryRun: flag(query, 'dryRun'),
          },
          ask.caller,
        )
        return undefined
      },
    },
  ]
}

/** The resource of the path, which the body may repeat but not contradict. */
function sameResource(ask: Ask, inBody: string | undefined): string {
  const inPath = ask.segment('resourceId')
  if (inBody !== undefined && inBody !== inPath) {
    throw registryError('INVALID_ASSOCIATION', {
      property: 'resourceId',
      detail:
        'Resource ID in the path parameter does not match the resource ID in the request body',
    })
  }
  return inPath
}

function batchRoutes(registry: Registry): readonly Route[] {
  return [
    {
      method: 'POST',
      url: '/associations::batchGet',
      status: 207,
      run: async (ask) => {
        const queries = readAssociationQueries(ask.readBody(), 'batchGetAssociations.arg1')
        return writeBatch(
          await registry.batchGetAssociations(queries, flag(ask.query, 'includeSchemas')),
        )
      },
    },
    {
      method: 'POST',
      url: '/associations::batchMutate',
      status: 207,
      run: async (ask) => {
        const mutations = readAssociationMutations(ask.readBody(), 'mutateAssociations.arg4')
        return writeBatch(
          await registry.batchMutateAssociations(mutations, optionsOf(ask.query), ask.caller),
        )
      },
    },
  ]
}
