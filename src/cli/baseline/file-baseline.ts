import type { CompatibilityLevel } from '../../model/compatibility-level.ts'
import { toMetadata } from '../metadata-body.ts'
import { closureOf, nothingOutside } from '../project/closure.ts'
import type { OutsideReader } from '../project/closure.ts'
import type { ProjectSchema } from '../project/project.ts'
import { referredSubject } from '../project/referred-subject.ts'
import type { Baseline, VanishedFile } from './baseline.ts'

/** Texts as they were: at a git revision, in a folder, in one file. */
export interface OldTexts {
  readonly name: string
  /** What messages call one of them. */
  nameOf(schema: ProjectSchema): string
  /** `undefined`: it did not exist. */
  textOf(schema: ProjectSchema): string | undefined
  /** Protobuf files of the project's folders that it has no more. @throws CommandError */
  vanished(): Promise<readonly VanishedFile[]>
}

/** What decides where nobody said anything: the level of a fresh registry. */
const DEFAULT_LEVEL = 'BACKWARD'

/** Subjects of a project. */
export interface ProjectSubjects {
  readonly bySubject: ReadonlyMap<string, ProjectSchema>
  /** Whose files could not be read: that is told, and a schema that needs one is then invalid. */
  readonly unread: ReadonlySet<string>
}

/** Holds a project against older texts of the same files, without a registry. */
export function fileBaseline(
  old: OldTexts,
  { bySubject, unread }: ProjectSubjects,
  level: CompatibilityLevel | undefined,
): Baseline {
  const outside: OutsideReader = async (reference, of) =>
    unread.has(referredSubject(of.subject, reference.subject)) ? [] : nothingOutside(reference, of)
  return {
    name: old.name,
    outside,
    referrersOf: async () => [],
    vanished: () => old.vanished(),
    async historyOf(schema) {
      const own = level ?? schema.settings.level
      const settings = { ...schema.settings, level: own ?? DEFAULT_LEVEL }
      const levelSource =
        level !== undefined ? '--level' : own === undefined ? 'default' : 'concordat.yaml'
      const rest = { settings, levelSource, offerConfig: {} }
      const schemaText = old.textOf(schema)
      if (schemaText === undefined) return { versions: [], ...rest }
      const references = await closureOf(
        schema,
        bySubject,
        (neighbour) => old.textOf(neighbour) ?? neighbour.schemaText,
        outside,
      )
      const { schemaType, metadata } = schema
      const input = {
        schemaType,
        schemaText,
        references,
        ...(metadata === undefined ? {} : { metadata: toMetadata(metadata) }),
      }
      return { versions: [{ input, name: old.nameOf(schema) }], ...rest }
    },
  }
}
