import { CommandError } from './command.ts'
import type { CommandInput } from './command.ts'

type Options = CommandInput['options']
type Arguments = CommandInput['arguments']

/** An option's text; `undefined` when it was not given. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/**
 * `--subject`. Though registries take the empty subject, on a command line it is a variable that is
 * not set: a new subject, with which nothing can break.
 *
 * @throws CommandError when it is empty
 */
export function subjectOption(options: Options): string | undefined {
  const subject = textOption(options, 'subject')
  if (subject === '') throw new CommandError('--subject is empty')
  return subject
}

/** An option that may be repeated: every text in order. */
export function textsOption(options: Options, name: string): readonly string[] {
  const value = options[name]
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.map(String) : []
}

/** Whether a switch was given. */
export function isSet(options: Options, name: string): boolean {
  return options[name] === true
}

/**
 * An option with a closed set of values, in any letter case.
 *
 * @throws CommandError naming the values there are
 */
export function choiceOption<T extends string>(
  options: Options,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase())
  if (found !== undefined) return found
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new CommandError(`--${flag} is one of ${choices.join(', ')}, not '${text}'`)
}

/**
 * A whole number from 1 up.
 *
 * @throws CommandError
 */
export function numberOf(text: string, what: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= 0x7fff_ffff) return number
  throw new CommandError(`${what} is a number from 1 to 2147483647, not '${text}'`)
}

/** A version as people write it. @throws CommandError */
export function versionOf(text: string): number | 'latest' {
  return text.toLowerCase() === 'latest' ? 'latest' : numberOf(text, 'a version')
}

/** A positional argument that the command line has made sure of. */
export function argument(args: Arguments, index: number): string {
  const value = args[index]
  if (typeof value === 'string') return value
  throw new CommandError('an argument is missing')
}

/** A positional argument that may be absent. */
export function optionalArgument(args: Arguments, index: number): string | undefined {
  const value = args[index]
  return typeof value === 'string' ? value : undefined
}

/** A positional argument that takes all that follow. */
export function restArguments(args: Arguments, index: number): readonly string[] {
  const value = args[index]
  return Array.isArray(value) ? (value as readonly string[]) : []
}
