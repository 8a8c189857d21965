import { subjectKey } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'

/**
 * Runs the writes of one subject one after another, within this process.
 *
 * Only politeness: the store alone makes racing writes safe. Queued writes find fresh facts at
 * once, instead of storming the database and being turned away. Other subjects never wait.
 */
export interface SubjectQueue {
  run<T>(name: QualifiedSubject, write: () => Promise<T>): Promise<T>
}

/** Creates a queue that remembers a subject only while something runs on it. */
export function createSubjectQueue(): SubjectQueue {
  const tails = new Map<string, Promise<void>>()
  return {
    run(name, write) {
      const key = subjectKey(name)
      const before = tails.get(key)
      const result = before === undefined ? write() : before.then(write)
      const tail = result.then(ignore, ignore).then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
      tails.set(key, tail)
      return result
    },
  }
}

function ignore(): void {}
