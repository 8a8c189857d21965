import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { textOption } from '../option-values.ts'
import { paintFor } from '../print/paint.ts'
import { projectOf, projectOptions, targetsArgument, today } from '../project-options.ts'

/** `concordat plan`: what registering the files would change. */
export const plan: Command = {
  name: 'plan',
  sentence: 'Show what apply would change: subjects, versions, settings. Changes nothing itself.',
  usesRegistry: true,
  arguments: [targetsArgument],
  options: [
    { flags: '--out <file>', sentence: 'keep the plan for apply --plan' },
    ...projectOptions,
  ],
  help: 'Exit code 1 means that a schema is refused; check shows the findings with their places.',

  async run(input) {
    const { options, terminal } = input
    const project = await projectOf(input)
    const [{ registryOf }, { makePlan }, { planText }, { reportText }] = await Promise.all([
      import('../open-registry.ts'),
      import('../plan/make-plan.ts'),
      import('../print/plan-text.ts'),
      import('../print/report-text.ts'),
    ])
    const started = performance.now()
    const registry = registryOf(options, project.registryUrl)
    const made = await makePlan(project, registry, today())
    const out = textOption(options, 'out')
    if (out !== undefined) {
      const { writePlanFile } = await import('../plan/plan-file.ts')
      await writePlanFile(out, made.plan)
    }
    const isRefused = made.plan.entries.some(({ action }) => action === 'refused')
    const paint = paintFor(terminal)
    if (options['json'] === true) terminal.out(`${JSON.stringify(made.plan, undefined, 2)}\n`)
    else {
      terminal.out(planText(made.plan, paint))
      const files = made.reports.filter(({ status }) => status === 'problems')
      const report = { command: 'check', against: 'registry', files } as const
      // A plan may be refused for the mode of a subject alone.
      if (files.length > 0)
        terminal.out(`\n${reportText(report, paint, performance.now() - started)}`)
    }
    return isRefused ? exitCodes.found : exitCodes.ok
  },
}
