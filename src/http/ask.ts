import type { FastifyRequest } from 'fastify'
import { registryError } from '../errors/registry-error.ts'
import { parseSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { parseVersion } from '../model/version.ts'
import type { VersionRequest } from '../model/version.ts'
import type { Caller } from '../registry/offers.ts'
import type { Registry } from '../registry/registry.ts'
import { text } from './query.ts'
import type { Query } from './query.ts'
import { readJson } from './read-json.ts'
import { bodyKey, readKey } from './ready-cache.ts'

/** One request, as the routes see it: read, not yet understood. */
export class Ask {
  readonly #request: FastifyRequest

  constructor(request: FastifyRequest) {
    this.#request = request
  }

  get query(): Query {
    return this.#request.query as Query
  }

  /** Who asks. Nobody is known before access control exists. */
  get caller(): Caller {
    return { principal: undefined }
  }

  /** What two requests must share to have one answer: method, routed URL and body. */
  get identity(): string {
    const { method, url, body } = this.#request
    if (method === 'GET' || method === 'HEAD') return readKey(url)
    return bodyKey(method, url, typeof body === 'string' ? body : '')
  }

  /** The JSON body, `undefined` when there is none. @throws RegistryError BAD_REQUEST */
  readBody(): unknown {
    const { body } = this.#request
    return typeof body === 'string' ? readJson(body) : undefined
  }

  /** A path segment, decoded. */
  segment(name: string): string {
    return (this.#request.params as Readonly<Record<string, string>>)[name] ?? ''
  }

  /** The segment `subject`, as it was sent. */
  get subject(): QualifiedSubject {
    return parseSubject(this.segment('subject'))
  }

  /** The subject that is meant once aliases are followed. Rest-api 3.3. */
  aliased(registry: Registry): Promise<QualifiedSubject> {
    return registry.resolveAlias(this.subject, 'schemas')
  }

  /**
   * The query parameter `subject`, its alias followed; `undefined` when there is none to speak of.
   */
  async subjectParameter(registry: Registry): Promise<QualifiedSubject | undefined> {
    const name = text(this.query, 'subject')
    return name === '' ? undefined : registry.resolveAlias(parseSubject(name), 'schemas')
  }

  /** The segment `version`. @throws RegistryError INVALID_VERSION */
  get version(): VersionRequest {
    const sent = this.segment('version')
    const version = parseVersion(sent)
    if (version === undefined) throw registryError('INVALID_VERSION', { version: sent })
    return version
  }
}
