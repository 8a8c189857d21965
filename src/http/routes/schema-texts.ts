import { DEFAULT_CONTEXT, subjectKey } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type { SchemaAnswer } from '../../registry/answers.ts'
import { isStoredForm } from '../../registry/format-answer.ts'
import type { ReadByIdOptions } from '../../registry/offers.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { flag, integer, text, texts } from '../query.ts'
import { readyAnswer } from '../ready-answer.ts'
import type { ReadyAnswer } from '../ready-answer.ts'
import { idTopic } from '../ready-cache.ts'
import type { ReadyCache } from '../ready-cache.ts'
import type { Answer, Route } from '../route-table.ts'
import { writeSchemaString } from '../write-body.ts'

/** Whether the whole description or the bare schema text is asked for. */
type Part = 'record' | 'text'

/** Reads by id and guid, answered from ready bytes whenever possible. Rest-api 2.2, 3.1. */
export function schemaTextRoutes(registry: Registry, cache: ReadyCache): readonly Route[] {
  const byId = new ReadById(registry, cache)
  return [
    { method: 'GET', url: '/schemas/ids/:id', run: (ask) => byId.answer(ask, 'record') },
    { method: 'GET', url: '/schemas/ids/:id/schema', run: (ask) => byId.answer(ask, 'text') },
    {
      method: 'GET',
      url: '/schemas/guids/:guid',
      run: (ask) => {
        const guid = ask.segment('guid')
        const format = text(ask.query, 'format')
        const key = ask.identity
        return cache.get(key) ?? readByGuid(registry, cache, key, guid, format)
      },
    },
  ]
}

class ReadById {
  readonly #registry: Registry
  readonly #cache: ReadyCache

  constructor(registry: Registry, cache: ReadyCache) {
    this.#registry = registry
    this.#cache = cache
  }

  /** Synchronous when the answer is ready and no alias has to be looked up. */
  answer(ask: Ask, part: Part): Answer | Promise<Answer> {
    const { query } = ask
    const id = ask.segment('id')
    if (isPlain(query)) {
      const key = ask.identity
      return this.#cache.get(key) ?? this.#read(key, integer(id), undefined, plain, part)
    }
    return this.#answerQuery(ask, integer(id), part)
  }

  async #answerQuery(ask: Ask, id: number, part: Part): Promise<Answer> {
    const { query } = ask
    const whole = part === 'record'
    const options = {
      format: text(query, 'format'),
      referenceFormat: whole ? text(query, 'referenceFormat') : '',
      findTags: whole ? texts(query, 'findTags') : [],
      fetchMaxId: whole && flag(query, 'fetchMaxId'),
    }
    const name = await ask.subjectParameter(this.#registry)
    const { format, referenceFormat, findTags } = options
    const key = JSON.stringify([
      part,
      id,
      name === undefined ? '' : subjectKey(name),
      format,
      referenceFormat,
      findTags,
    ])
    // The highest id moves with every registration, so such an answer is never ready.
    const ready = options.fetchMaxId ? undefined : this.#cache.get(key)
    return ready ?? this.#read(key, id, name, options, part)
  }

  #read(
    key: string,
    id: number,
    name: QualifiedSubject | undefined,
    options: ReadByIdOptions,
    part: Part,
  ): Promise<ReadyAnswer> {
    return this.#cache.fill(key, idTopic(id), async () => {
      const answer = await this.#registry.readById(id, name, options)
      const settled = isSettled(answer, options.format)
      return {
        answer:
          part === 'text'
            ? readyAnswer(answer.content.schemaText, settled ? 'text' : 'record')
            : readyAnswer(writeSchemaString(answer), 'record'),
        topics: [idTopic(id)],
        keep: settled && !options.fetchMaxId,
      }
    })
  }
}

const plain: ReadByIdOptions = { format: '', referenceFormat: '', findTags: [], fetchMaxId: false }

/** Tells whether the text shows nothing but the schema itself. */
function isSettled({ content }: SchemaAnswer, format: string): boolean {
  return content.references.length === 0 || isStoredForm(format)
}

function isPlain(query: object): boolean {
  for (const _name in query) return false
  return true
}

function readByGuid(
  registry: Registry,
  cache: ReadyCache,
  key: string,
  guid: string,
  format: string,
): Promise<ReadyAnswer> {
  return cache.fill(key, undefined, async () => {
    const answer = await registry.readByGuid(guid, format)
    const uses = await registry.listIdsOfGuid(guid)
    const { subject: _subject, version: _version, ...described } = answer
    return {
      answer: readyAnswer(writeSchemaString(described), 'record'),
      topics: uses.map((use) => idTopic(use.id)),
      // The default context is asked first; found elsewhere, it may still come to be known there.
      keep: isSettled(answer, format) && uses.some((use) => use.context === DEFAULT_CONTEXT),
    }
  })
}
