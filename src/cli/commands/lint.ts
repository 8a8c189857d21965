import type { Command } from '../command.ts'
import { textOption, textsOption } from '../option-values.ts'
import { formatOption, printReport, reportFormat } from '../print/print-report.ts'
import { projectOf, projectOptions, targetsArgument, today } from '../project-options.ts'

/** `concordat lint`: source rules, beyond what a registry checks. */
export const lint: Command = {
  name: 'lint',
  sentence: 'Hold schema files against those before them by source rules, such as FIELD_NO_DELETE.',
  usesRegistry: true,
  arguments: [targetsArgument],
  options: [
    {
      flags: '--against <what>',
      sentence: 'registry, git:<revision>, or a file or folder; only the first needs a registry',
      fallback: 'registry',
    },
    {
      flags: '--use <rule>',
      sentence: 'a rule or category, may be repeated',
      fallback: 'FILE for Protobuf, WIRE and SOURCE for Avro and JSON',
      repeatable: true,
    },
    { flags: '--except <rule>', sentence: 'leave a rule out, may be repeated', repeatable: true },
    ...projectOptions,
    formatOption,
  ],
  help: `Categories: FILE, PACKAGE, WIRE_JSON, WIRE and CSR for Protobuf, WIRE and SOURCE for Avro and JSON.
The project file may choose them, too: lint: {use: [...], except: [...]}.
A file that cannot be read is told of among the findings, and ends the lint with 2.`,

  async run(input) {
    const started = performance.now()
    reportFormat(input.options)
    const project = await projectOf(input, true)
    const [{ chooseBaseline }, { lintProject, refuseUnknownRules }] = await Promise.all([
      import('../baseline/choose-baseline.ts'),
      import('../lint/lint-project.ts'),
    ])
    const use = textsOption(input.options, 'use')
    const except = [...textsOption(input.options, 'except'), ...(project.lint?.except ?? [])]
    const choice = {
      use: (use.length > 0 ? use : (project.lint?.use ?? [])).map((one) => one.toUpperCase()),
      except: except.map((one) => one.toUpperCase()),
    }
    refuseUnknownRules(choice)
    const against = textOption(input.options, 'against') ?? 'registry'
    const baseline = await chooseBaseline(against, project, undefined, input.options)
    const files = await lintProject(project, baseline, choice, today())
    const report = { command: 'lint', against: baseline.name, files } as const
    return printReport(report, input, performance.now() - started)
  },
}
