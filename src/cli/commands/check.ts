import type { Command } from '../command.ts'
import { textOption } from '../option-values.ts'
import { formatOption, printReport, reportFormat } from '../print/print-report.ts'
import { progressOn } from '../print/progress.ts'
import {
  levelOption,
  levels,
  projectOf,
  projectOptions,
  targetsArgument,
  today,
} from '../project-options.ts'

/** `concordat check`: whether changed schemas can live with those before them. */
export const check: Command = {
  name: 'check',
  sentence: 'Check schema files against the registry, a git revision, a folder or another file.',
  usesRegistry: true,
  arguments: [targetsArgument],
  options: [
    {
      flags: '--against <what>',
      sentence: 'registry, git:<revision>, or a file or folder; only the first needs a registry',
      fallback: 'registry',
    },
    {
      flags: '--level <level>',
      sentence: 'compatibility level, whatever the project file and the registry say',
      values: levels,
    },
    ...projectOptions,
    formatOption,
  ],
  help: `A file that concordat.yaml does not name has its path, without extension, as its subject.
References between the files are found by name and checked as they stand in the files.
A file that cannot be read is told of among the findings, and ends the check with 2.`,

  async run(input) {
    const started = performance.now()
    reportFormat(input.options)
    const level = levelOption(input.options)
    const project = await projectOf(input, true)
    const [{ chooseBaseline }, { checkProject }] = await Promise.all([
      import('../baseline/choose-baseline.ts'),
      import('../check/check-project.ts'),
    ])
    const against = textOption(input.options, 'against') ?? 'registry'
    const baseline = await chooseBaseline(against, project, level, input.options)
    const progress = progressOn(input.terminal)
    const files = await checkProject(project, {
      baseline,
      today: today(),
      rechecksReferrers: true,
      progress: (done, total) => progress.show(`checked ${done} of ${total}`),
    }).finally(() => progress.end())
    const report = { command: 'check', against: baseline.name, files } as const
    return printReport(report, input, performance.now() - started)
  },
}
