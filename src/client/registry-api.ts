import type {
  AssociationBody,
  AssociationRequestBody,
  AssociationResponseBody,
  CompatibilityBody,
  ConfigBody,
  ConfigUpdateBody,
  ContextIdBody,
  ModeBody,
  RegisterSchemaRequest,
  RegisterSchemaResponse,
  SchemaStringBody,
  SubjectSchemaBody,
  SubjectVersionBody,
} from '../rest/bodies.ts'
import type { RegistryRequest } from './transport/prepared-request.ts'
import { Transport } from './transport/transport.ts'
import type { TransportOptions } from './transport/transport.ts'

/** A version number, or whatever is newest. */
export type VersionChoice = number | 'latest'

/** Query of the lists. */
export interface ListQuery {
  readonly subjectPrefix?: string
  readonly deleted?: boolean
  readonly deletedOnly?: boolean
  readonly latestOnly?: boolean
  readonly offset?: number
  readonly limit?: number
}

/** Query of register, look-up and compatibility. */
export interface RegisterQuery {
  readonly normalize?: boolean
  readonly deleted?: boolean
}

/**
 * The registry's protocol, one method an operation: no caches, retries as in {@link Transport}.
 *
 * Every method throws `RequestError`. Subjects travel percent-encoded, so any name will do.
 *
 * @see Rest-api 2, Serde 4.1
 */
export class RegistryApi {
  readonly #transport: Transport

  constructor(options: TransportOptions) {
    this.#transport = new Transport(options)
  }

  /** @param subject picks the context, `:.ctx:`, in which the id is looked up */
  getSchemaById(
    id: number,
    query: { subject?: string; format?: string } = {},
  ): Promise<SchemaStringBody> {
    return this.#get('read schema by id', `${id}`, ['schemas', 'ids', id], query)
  }

  getSchemaByGuid(guid: string, query: { format?: string } = {}): Promise<SchemaStringBody> {
    return this.#get('read schema by guid', guid, ['schemas', 'guids', guid], query)
  }

  getIdsOfGuid(guid: string): Promise<readonly ContextIdBody[]> {
    return this.#get('list ids of guid', guid, ['schemas', 'guids', guid, 'ids'])
  }

  getSubjectsOfId(id: number, query: ListQuery = {}): Promise<readonly string[]> {
    return this.#get('list subjects of id', `${id}`, ['schemas', 'ids', id, 'subjects'], query)
  }

  getVersionsOfId(id: number, query: ListQuery = {}): Promise<readonly SubjectVersionBody[]> {
    return this.#get('list versions of id', `${id}`, ['schemas', 'ids', id, 'versions'], query)
  }

  getSchemaTypes(): Promise<readonly string[]> {
    return this.#get('list schema types', undefined, ['schemas', 'types'])
  }

  listSchemas(query: ListQuery = {}): Promise<readonly SubjectSchemaBody[]> {
    return this.#get('list schemas', query.subjectPrefix, ['schemas'], query)
  }

  listContexts(): Promise<readonly string[]> {
    return this.#get('list contexts', undefined, ['contexts'])
  }

  listSubjects(query: ListQuery = {}): Promise<readonly string[]> {
    return this.#get('list subjects', query.subjectPrefix, ['subjects'], query)
  }

  listVersions(subject: string, query: ListQuery = {}): Promise<readonly number[]> {
    return this.#get('list versions', subject, ['subjects', subject, 'versions'], query)
  }

  getVersion(
    subject: string,
    version: VersionChoice,
    query: { deleted?: boolean; format?: string } = {},
  ): Promise<SubjectSchemaBody> {
    const target = `${subject} version ${version}`
    return this.#get('read version', target, ['subjects', subject, 'versions', version], query)
  }

  /** The latest version whose metadata has all of the given properties. */
  getVersionWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
    query: { deleted?: boolean; format?: string } = {},
  ): Promise<SubjectSchemaBody> {
    return this.#get('find version by metadata', subject, ['subjects', subject, 'metadata'], {
      key: Object.keys(properties),
      value: Object.values(properties),
      ...query,
    })
  }

  getReferencedBy(subject: string, version: VersionChoice): Promise<readonly number[]> {
    const path = ['subjects', subject, 'versions', version, 'referencedby']
    return this.#get('list referrers', `${subject} version ${version}`, path)
  }

  /** Safe to repeat: the same content keeps its id. */
  register(
    subject: string,
    schema: RegisterSchemaRequest,
    query: RegisterQuery = {},
  ): Promise<RegisterSchemaResponse> {
    const path = ['subjects', subject, 'versions']
    return this.#send('POST', 'register', subject, path, query, schema)
  }

  /** Finds the version of a subject that holds this schema. */
  lookUp(
    subject: string,
    schema: RegisterSchemaRequest,
    query: RegisterQuery = {},
  ): Promise<SubjectSchemaBody> {
    return this.#send('POST', 'look up', subject, ['subjects', subject], query, schema)
  }

  /** @returns the versions deleted; none when the registry does not say which */
  async deleteSubject(
    subject: string,
    query: { permanent?: boolean } = {},
  ): Promise<readonly number[]> {
    const path = ['subjects', subject]
    const deleted = await this.#send<readonly number[] | undefined>(
      'DELETE',
      'delete subject',
      subject,
      path,
      query,
    )
    return deleted ?? []
  }

  /** @returns the version deleted; -1, the latest, when the registry does not say which that was */
  async deleteVersion(
    subject: string,
    version: VersionChoice,
    query: { permanent?: boolean } = {},
  ): Promise<number> {
    const path = ['subjects', subject, 'versions', version]
    const deleted = await this.#send<number | undefined>(
      'DELETE',
      'delete version',
      `${subject} version ${version}`,
      path,
      query,
    )
    return deleted ?? (version === 'latest' ? -1 : version)
  }

  /** Ours: brings back what was soft-deleted. @returns the versions restored */
  restoreSubject(subject: string): Promise<readonly number[]> {
    return this.#send('POST', 'restore subject', subject, ['subjects', subject, 'restore'])
  }

  /** Ours: brings back one soft-deleted version. @returns its number */
  restoreVersion(subject: string, version: number): Promise<number> {
    const path = ['subjects', subject, 'versions', version, 'restore']
    return this.#send('POST', 'restore version', `${subject} version ${version}`, path)
  }

  /** @param version absent: every version that the subject's level looks at */
  checkCompatibility(
    subject: string,
    schema: RegisterSchemaRequest,
    version?: VersionChoice,
    query: { normalize?: boolean; verbose?: boolean } = {},
  ): Promise<CompatibilityBody> {
    const path = ['compatibility', 'subjects', subject, 'versions', ...(version ? [version] : [])]
    return this.#send('POST', 'check compatibility', subject, path, query, schema)
  }

  /** @param subject absent: the global config */
  getConfig(subject?: string, query: { defaultToGlobal?: boolean } = {}): Promise<ConfigBody> {
    return this.#get('read config', subject, ['config', ...optional(subject)], query)
  }

  updateConfig(config: ConfigUpdateBody, subject?: string): Promise<ConfigUpdateBody> {
    const path = ['config', ...optional(subject)]
    return this.#send('PUT', 'update config', subject, path, {}, config)
  }

  /** @returns the config as it was */
  deleteConfig(subject?: string): Promise<ConfigBody> {
    return this.#send('DELETE', 'delete config', subject, ['config', ...optional(subject)])
  }

  getMode(subject?: string, query: { defaultToGlobal?: boolean } = {}): Promise<ModeBody> {
    return this.#get('read mode', subject, ['mode', ...optional(subject)], query)
  }

  updateMode(mode: string, subject?: string, query: { force?: boolean } = {}): Promise<ModeBody> {
    const path = ['mode', ...optional(subject)]
    return this.#send('PUT', 'update mode', subject, path, query, { mode })
  }

  /** @returns the mode as it was */
  deleteMode(subject?: string): Promise<ModeBody> {
    return this.#send('DELETE', 'delete mode', subject, ['mode', ...optional(subject)])
  }

  /** Which subjects belong to a topic. Serde 3.3. */
  listAssociations(
    namespace: string,
    resource: string,
    query: {
      resourceType?: string
      associationType?: string
      offset?: number
      limit?: number
    } = {},
  ): Promise<readonly AssociationBody[]> {
    const path = ['associations', 'resources', namespace, resource]
    return this.#get('list associations', resource, path, query)
  }

  /** Safe to repeat: what stands already is left as it is. Rest-api 2.10. */
  createAssociations(
    association: AssociationRequestBody,
    query: { context?: string; dryRun?: boolean } = {},
  ): Promise<AssociationResponseBody> {
    const target = association.resourceName
    return this.#send('POST', 'create associations', target, ['associations'], query, association)
  }

  #get<T>(
    operation: string,
    target: string | undefined,
    path: RegistryRequest['path'],
    query: object = {},
  ): Promise<T> {
    return this.#send<T>('GET', operation, target, path, query)
  }

  async #send<T>(
    method: RegistryRequest['method'],
    operation: string,
    target: string | undefined,
    path: RegistryRequest['path'],
    query: object = {},
    body?: unknown,
  ): Promise<T> {
    const answer = await this.#transport.request({
      method,
      operation,
      path,
      query: { ...query },
      ...(target === undefined ? {} : { target }),
      ...(body === undefined ? {} : { body }),
    })
    return answer as T
  }
}

function optional(subject: string | undefined): readonly string[] {
  return subject === undefined ? [] : [subject]
}
