import { CommandError, exitCodes } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { restArguments, textOption } from '../option-values.ts'
import type { AppliedEntry } from '../plan/apply-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { printable } from '../print/excerpt.ts'
import { projectOf, projectOptions, targetsArgument, today } from '../project-options.ts'

/** `concordat apply`: registers files, or carries out a plan. */
export const apply: Command = {
  name: 'apply',
  sentence: 'Register the files in the order of their references, or carry out a kept plan.',
  usesRegistry: true,
  arguments: [targetsArgument],
  options: [
    { flags: '--plan <file>', sentence: 'what plan --out wrote, instead of files' },
    ...projectOptions,
  ],
  help: `Everything is checked before anything is written. A kept plan that the registry has outrun is
refused; one that was carried out in part is gone on with.`,

  async run(input) {
    const { options, terminal } = input
    const [{ registryOf }, { applyPlan }, { watchForInterruption }] = await Promise.all([
      import('../open-registry.ts'),
      import('../plan/apply-plan.ts'),
      import('../transfer/interruption.ts'),
    ])
    const { plan, url } = await planOf(input)
    const interruption = watchForInterruption()
    const applied: AppliedEntry[] = []
    const isJson = options['json'] === true
    await applyPlan(registryOf(options, url), plan, interruption, (entry) => {
      applied.push(entry)
      if (!isJson) terminal.out(`${lineOf(entry)}\n`)
    }).finally(() => {
      interruption.release()
      // What stands is told even when the rest has failed.
      if (isJson) terminal.out(`${JSON.stringify(applied, undefined, 2)}\n`)
    })
    return exitCodes.ok
  },
}

async function planOf(
  input: CommandInput,
): Promise<{ readonly plan: Plan; readonly url: string | undefined }> {
  const file = textOption(input.options, 'plan')
  if (file !== undefined) {
    if (restArguments(input.arguments, 0).length > 0) {
      throw new CommandError('name files or --plan, not both')
    }
    const { readPlanFile } = await import('../plan/plan-file.ts')
    const plan = await readPlanFile(file)
    return { plan, url: plan.registry }
  }
  const project = await projectOf(input)
  const [{ registryOf }, { makePlan }] = await Promise.all([
    import('../open-registry.ts'),
    import('../plan/make-plan.ts'),
  ])
  const url = project.registryUrl
  const { plan } = await makePlan(project, registryOf(input.options, url), today())
  return { plan, url }
}

const words: Readonly<Record<AppliedEntry['action'], string>> = {
  create: 'created',
  'new-version': 'registered',
  unchanged: 'unchanged',
  'done-before': 'there already',
  refused: 'refused',
}

function lineOf({ subject, action, version, schemaId, configChanged }: AppliedEntry): string {
  const config = configChanged ? ', config changed' : ''
  return `${words[action].padEnd(13)} ${printable(subject)} version ${version} (id ${schemaId})${config}`
}
