import { parseSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { SchemaAnswer } from '../registry/answers.ts'
import type { Registry } from '../registry/registry.ts'
import type { Ask } from './ask.ts'
import { readyAnswer } from './ready-answer.ts'
import type { ReadyAnswer } from './ready-answer.ts'
import { MAX_KEY_CHARACTERS, SCOPES, subjectTopic } from './ready-cache.ts'
import type { ReadyCache } from './ready-cache.ts'

/** How an answer about one subject is found and written. */
export interface SubjectReading {
  /** @param name the subject meant, aliases followed */
  readonly read: (name: QualifiedSubject) => Promise<SchemaAnswer>
  readonly write: (answer: SchemaAnswer) => string
  /** False where the answer depends on more than the subject, its context and what is above. */
  readonly keep: (answer: SchemaAnswer) => boolean
}

/**
 * Answers about one subject, kept ready until a write touches the subject, the one its name is an
 * alias of, or the settings of a context.
 *
 * @param understand reads the request; not called when the very same request was answered before
 */
export function answerReady(
  cache: ReadyCache,
  registry: Registry,
  ask: Ask,
  understand: () => SubjectReading,
): ReadyAnswer | Promise<ReadyAnswer> {
  const key = ask.identity
  return (
    cache.get(key) ??
    cache.fill(key, undefined, async () => {
      const { read, write, keep } = understand()
      const asked = ask.subject
      const name = await ask.aliased(registry)
      const answer = await read(name)
      return {
        answer: readyAnswer(write(answer), 'none'),
        topics: [...new Set([subjectTopic(asked), subjectTopic(name), SCOPES])],
        // An unqualified subject may have been found in another context. Rest-api 3.2.
        keep:
          keep(answer) &&
          key.length <= MAX_KEY_CHARACTERS &&
          parseSubject(answer.subject ?? '').context === name.context,
      }
    })
  )
}
