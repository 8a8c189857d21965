import type { Direction } from '../../model/compatibility-level.ts'
import type { Difference } from '../difference.ts'
import { differenceKinds } from './differences.ts'
import { soundKinds } from './sound/kinds-of-difference.ts'
import type { SoundKind } from './sound/kinds-of-difference.ts'

const words: Readonly<Record<Direction, readonly [reader: string, writer: string]>> = {
  'new-reads-old': ['new', 'old'],
  'old-reads-new': ['old', 'new'],
}

/** What a difference says to people, in the reference's words. */
export function differenceSentence({ kind, path }: Difference, direction: Direction): string {
  const [reader, writer] = words[direction]
  if (isReferenceKind(kind)) return differenceKinds[kind].sentence(reader, writer, path)
  if (!isSoundKind(kind)) return ''
  return `The ${reader} schema ${soundKinds[kind]} at path '${path}', which the ${writer} schema does not`
}

/** A difference as it stands on the wire; the quote that closes the description is the wrong one. */
export function differenceMessage(difference: Difference, direction: Direction): string {
  const sentence = differenceSentence(difference, direction)
  return `{errorType:"${difference.kind}", description:"${sentence}'}`
}

function isSoundKind(kind: string): kind is SoundKind {
  return Object.hasOwn(soundKinds, kind)
}

function isReferenceKind(kind: string): kind is keyof typeof differenceKinds {
  return Object.hasOwn(differenceKinds, kind)
}
