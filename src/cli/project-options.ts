import { compatibilityLevels } from '../model/compatibility-level.ts'
import type { CompatibilityLevel } from '../model/compatibility-level.ts'
import { schemaTypes } from '../model/schema.ts'
import type { CommandInput, CommandOption } from './command.ts'
import {
  choiceOption,
  restArguments,
  subjectOption,
  textOption,
  textsOption,
} from './option-values.ts'
import type { Project } from './project/project.ts'
import { parseReference } from './reference-flag.ts'

/** Options of every command that works on schema files. */
export const projectOptions: readonly CommandOption[] = [
  {
    flags: '--config <file>',
    sentence: 'which files have which subjects',
    fallback: 'concordat.yaml, when it is there',
  },
  { flags: '--subject <subject>', sentence: 'subject of the only file' },
  {
    flags: '--type <type>',
    sentence: 'AVRO, PROTOBUF or JSON',
    fallback: 'from the file name',
    values: schemaTypes,
  },
  {
    flags: '--reference <name=subject@version>',
    sentence: 'what the only file refers to, may be repeated',
    repeatable: true,
  },
]

/** The argument that names the files. */
export const targetsArgument = {
  name: '[targets...]',
  sentence: 'files and folders; without any, what the project file names',
}

/**
 * Reads the files that a command line asks for.
 *
 * @param keepsUnreadable whether the command goes on without those that it cannot read
 * @throws CommandError
 */
export async function projectOf(
  { arguments: args, options }: CommandInput,
  keepsUnreadable = false,
): Promise<Project> {
  const { loadProject } = await import('./project/load-project.ts')
  return loadProject({
    targets: restArguments(args, 0),
    projectFile: textOption(options, 'config'),
    subject: subjectOption(options),
    type: choiceOption(options, 'type', schemaTypes),
    references: textsOption(options, 'reference').map(parseReference),
    keepsUnreadable,
  })
}

/** What `--level` may be. */
export const levels = Object.keys(compatibilityLevels) as readonly CompatibilityLevel[]

/** `--level`, for commands that can do without a registry. @throws CommandError */
export function levelOption(options: CommandInput['options']): CompatibilityLevel | undefined {
  return choiceOption(options, 'level', levels)
}

/** Today in UTC, as exceptions name days. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
