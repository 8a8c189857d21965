import { CommandError } from './command.ts'
import { versionOf } from './option-values.ts'

/** A reference as a flag or a project file says it. */
export interface NamedReference {
  /** Avro: full type name; Protobuf: import path; JSON: the URI in `$ref`. */
  readonly name: string
  readonly subject: string
  /** Absent: the one being checked or registered together, else the latest. */
  readonly version?: number
}

/**
 * Reads `name=subject` or `name=subject@version`.
 *
 * @throws CommandError
 */
export function parseReference(text: string): NamedReference {
  const equals = text.indexOf('=')
  const at = text.lastIndexOf('@')
  const end = at > equals ? at : text.length
  const name = text.slice(0, Math.max(equals, 0))
  const subject = text.slice(equals + 1, end)
  if (name === '' || subject === '') {
    throw new CommandError(`--reference is written name=subject@version, not '${text}'`)
  }
  const version = end === text.length ? 'latest' : versionOf(text.slice(end + 1))
  return version === 'latest' ? { name, subject } : { name, subject, version }
}
