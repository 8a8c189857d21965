import { isAbsolute, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CheckReport, Finding } from '../check/finding.ts'
import { workspacePath } from './workspace-path.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** A report in the Static Analysis Results Interchange Format. @see SARIF 2.1.0 */
export function reportSarif(report: CheckReport): string {
  const findings = report.files.flatMap((file) => file.findings)
  const rules = [...new Set(findings.map(({ kind }) => kind))].toSorted()
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'concordat',
            informationUri: 'https://www.npmjs.com/package/concordat',
            rules: rules.map((id) => ({ id, defaultConfiguration: { level: 'error' } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function resultOf(finding: Finding, rules: readonly string[]) {
  const { kind, file, line, column, message, hint, accepted, against, subject, path } = finding
  const direction = finding.direction === undefined ? '' : ` ${finding.direction}`
  return {
    ruleId: kind,
    ruleIndex: rules.indexOf(kind),
    level: 'error',
    message: {
      text: [
        against === undefined ? message : `${message} (against ${against.name})`,
        ...(hint === undefined ? [] : [`Fix: ${hint}`]),
      ].join('\n'),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [{ fullyQualifiedName: path === '' ? subject : `${subject} ${path}` }],
      },
    ],
    // The same break keeps its identity while lines move.
    partialFingerprints: { 'concordat/v1': `${subject} ${kind} ${path}${direction}` },
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: 'external', justification: accepted }] }),
  }
}

function uriOf(file: string): string {
  const inWorkspace = workspacePath(file)
  const path = isAbsolute(inWorkspace) ? relative('.', inWorkspace) : inWorkspace
  if (path.startsWith('..')) return pathToFileURL(file).href
  return path.split(/[\\/]/).map(encodeURIComponent).join('/')
}
