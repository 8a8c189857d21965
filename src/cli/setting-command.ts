import type { RegistryClient } from '../client/registry-client.ts'
import { CommandError, exitCodes } from './command.ts'
import type { Command, CommandInput } from './command.ts'
import { argument, isSet, restArguments } from './option-values.ts'
import { registryOf } from './open-registry.ts'
import { printResult } from './print/print-result.ts'
import { unlessMissing } from './unless-missing.ts'

/** A setting of one subject, a context (`:.ctx:`) or, without a subject, everything. */
export interface Setting {
  readonly name: string
  readonly sentence: string
  /** What `set` takes, as help shows it. */
  readonly value: string
  /** What that may be. */
  readonly values: readonly string[]
  /** @returns the value, or `undefined` for text that is none */
  parse(text: string): string | undefined
  readonly help?: string
  get(registry: RegistryClient, subject: string | undefined, inherited: boolean): Promise<Value>
  set(
    registry: RegistryClient,
    subject: string | undefined,
    value: string,
    force: boolean,
  ): Promise<void>
  unset(registry: RegistryClient, subject: string | undefined): Promise<void>
}

type Value = string | undefined

/** A command of the three verbs that every setting has: get, set and unset. */
export function settingCommand(setting: Setting): Command {
  return {
    name: setting.name,
    sentence: setting.sentence,
    usesRegistry: true,
    arguments: [
      {
        name: '<action>',
        sentence: `get [subject], set [subject] <${setting.value}>, unset [subject]`,
        values: ['get', 'set', 'unset'],
      },
      {
        name: '[words...]',
        sentence: 'without a subject, the global setting is meant',
        values: setting.values,
      },
    ],
    options: [{ flags: '--force', sentence: 'set it though the registry advises against' }],
    ...(setting.help === undefined ? {} : { help: setting.help }),
    run: (input) => run(setting, input),
  }
}

async function run(setting: Setting, input: CommandInput): Promise<0> {
  const action = argument(input.arguments, 0)
  const words = restArguments(input.arguments, 1)
  refuseEmpty(words)
  const registry = registryOf(input.options)
  switch (action) {
    case 'get':
      await print(setting, registry, atMost(words, 1)[0], input)
      return exitCodes.ok
    case 'set': {
      const [last, ...before] = atMost(words, 2).toReversed()
      const value = last === undefined ? undefined : setting.parse(last)
      if (value === undefined) {
        const said = last === undefined ? '' : `, not '${last}'`
        const values = `${setting.value} is one of ${setting.values.join(', ')}`
        throw new CommandError(
          `${setting.name} set takes [subject] <${setting.value}>${said}; ${values}`,
        )
      }
      const force = isSet(input.options, 'force')
      await setting.set(registry, before[0], value, force)
      await print(setting, registry, before[0], input)
      return exitCodes.ok
    }
    case 'unset':
      await unset(setting, registry, atMost(words, 1)[0])
      await print(setting, registry, words[0], input)
      return exitCodes.ok
    default:
      throw new CommandError(`${setting.name} knows get, set and unset, not '${action}'`)
  }
}

/** What is not set stays as it is: unsetting a level where there is none would write a config. */
async function unset(
  setting: Setting,
  registry: RegistryClient,
  subject: string | undefined,
): Promise<void> {
  const own = await unlessMissing(setting.get(registry, subject, false))
  if (own !== undefined) await setting.unset(registry, subject)
}

/** The registry would take it for the global setting: a script's empty variable must not change that. */
function refuseEmpty(words: readonly string[]): void {
  if (!words.includes('')) return
  throw new CommandError('the subject is empty; without any, the global setting is meant')
}

function atMost(words: readonly string[], count: number): readonly string[] {
  if (words.length <= count) return words
  throw new CommandError(`'${words.slice(count).join(' ')}' is too much`)
}

/** The subject's own value, else the one in force: both tell which they are. */
async function print(
  setting: Setting,
  registry: RegistryClient,
  subject: string | undefined,
  input: CommandInput,
): Promise<void> {
  const own = await unlessMissing(setting.get(registry, subject, false))
  const value = own ?? (await setting.get(registry, subject, true))
  const source = subject === undefined ? 'global' : own === undefined ? 'inherited' : 'subject'
  printResult(input, { subject: subject ?? null, value: value ?? null, source }, () =>
    source === 'inherited' ? `${value} (inherited)` : `${value}`,
  )
}
