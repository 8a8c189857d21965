import type { CompatibilityLevel } from '../../model/compatibility-level.ts'
import { CommandError } from '../command.ts'
import type { CommandInput } from '../command.ts'
import type { Project } from '../project/project.ts'
import type { Baseline } from './baseline.ts'

/**
 * What `--against` means: `registry`, `git:<revision>`, or a file or folder.
 *
 * @throws CommandError
 */
export async function chooseBaseline(
  against: string,
  project: Project,
  level: CompatibilityLevel | undefined,
  options: CommandInput['options'],
): Promise<Baseline> {
  if (against === 'registry') {
    const [{ registryOf }, { registryBaseline }] = await Promise.all([
      import('../open-registry.ts'),
      import('./registry-baseline.ts'),
    ])
    return registryBaseline(registryOf(options, project.registryUrl), level)
  }
  const { fileBaseline } = await import('./file-baseline.ts')
  const bySubject = new Map(project.schemas.map((schema) => [schema.subject, schema]))
  const unread = new Set(project.unreadable.map(({ subject }) => subject))
  return fileBaseline(await readOld(against, project), { bySubject, unread }, level)
}

async function readOld(against: string, project: Project) {
  if (!against.startsWith('git:')) {
    const { readFolderTexts } = await import('./folder-texts.ts')
    return readFolderTexts(against, project)
  }
  const revision = against.slice('git:'.length)
  if (revision === '') throw new CommandError('--against git: needs a revision, such as git:main')
  const { readGitTexts } = await import('./git-texts.ts')
  return readGitTexts(revision, project)
}
