import {
  compatibilityLevels,
  protobufRuleCategories,
  strictnesses,
} from '../../model/compatibility-level.ts'
import type { CompatibilityLevel } from '../../model/compatibility-level.ts'
import { schemaTypes } from '../../model/schema.ts'
import type { SchemaType } from '../../model/schema.ts'
import type { MetadataBody, RuleSetBody } from '../../rest/bodies.ts'
import type { NamedReference } from '../reference-flag.ts'
import type { AcceptedFinding, LintChoice, ProjectSettings } from './project.ts'
import { readRuleSet } from './read-rule-set.ts'
import { YamlReader } from './yaml-reader.ts'
import type { YamlNode } from './yaml-reader.ts'

/** What a project file says of one subject or of many files. */
export interface FileRule {
  readonly type?: SchemaType
  /** Absent: found by looking into the text. */
  readonly references?: readonly NamedReference[]
  readonly settings: ProjectSettings
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  readonly normalize?: boolean
}

/** A project file, as written. */
export interface ProjectFile {
  readonly registry?: string
  readonly defaults: FileRule
  /** Subject to file. */
  readonly subjects: ReadonlyMap<string, FileRule & { readonly file: string }>
  /** Globs, the first that matches a file counts. */
  readonly files: readonly (FileRule & { readonly glob: string; readonly subject: string })[]
  readonly accept: readonly AcceptedFinding[]
  readonly lint?: LintChoice
}

const settingKeys = ['level', 'strictness', 'protobufRules', 'normalize']
const ruleKeys = ['type', 'references', 'metadata', 'ruleSet', ...settingKeys]
const levels = Object.keys(compatibilityLevels) as CompatibilityLevel[]

/**
 * Reads `concordat.yaml`.
 *
 * @param file as messages show it
 * @throws CommandError with file, line and column
 */
export function parseProjectFile(file: string, text: string): ProjectFile {
  const yaml = new YamlReader(file, text)
  if (yaml.root === null)
    return { defaults: { settings: {} }, subjects: new Map(), files: [], accept: [] }
  const keys = ['registry', 'subjects', 'files', 'accept', 'lint', ...settingKeys]
  const root = yaml.members(yaml.root, 'the project file', keys)
  const registry = root.get('registry')
  const lint = root.get('lint')
  return {
    defaults: readRule(yaml, root),
    subjects: new Map(
      [...optionalMap(yaml, root.get('subjects'), 'subjects')].map(([subject, node]) => [
        subject,
        readSubject(yaml, subject, node),
      ]),
    ),
    files: optionalList(yaml, root.get('files'), 'files').map((node) => readGlob(yaml, node)),
    accept: optionalList(yaml, root.get('accept'), 'accept').map((node) =>
      readAccepted(yaml, node),
    ),
    ...(registry === undefined ? {} : { registry: yaml.text(registry, 'registry') }),
    ...(lint === undefined ? {} : { lint: readLint(yaml, lint) }),
  }
}

function readSubject(
  yaml: YamlReader,
  subject: string,
  node: YamlNode,
): FileRule & { readonly file: string } {
  const what = `subject '${subject}'`
  // The short form: the file alone.
  if (node !== null && node !== undefined && !('items' in node)) {
    return { file: yaml.text(node, what), settings: {} }
  }
  const members = yaml.members(node, what, ['file', ...ruleKeys])
  const file = members.get('file')
  if (file === undefined) return yaml.fail(node, `${what} needs a file`)
  return { ...readRule(yaml, members), file: yaml.text(file, 'file') }
}

function readGlob(
  yaml: YamlReader,
  node: YamlNode,
): FileRule & { readonly glob: string; readonly subject: string } {
  const members = yaml.members(node, 'an entry of files', ['glob', 'subject', ...ruleKeys])
  const glob = members.get('glob')
  if (glob === undefined) return yaml.fail(node, 'an entry of files needs a glob')
  const subject = members.get('subject')
  const pattern = subject === undefined ? '{path}' : yaml.text(subject, 'subject')
  const unknown = /\{(?!(?:path|name|record)\})[^}]*\}/.exec(pattern)?.[0]
  if (unknown !== undefined) {
    yaml.fail(subject, `a subject may hold {path}, {name} and {record}, not ${unknown}`)
  }
  return { ...readRule(yaml, members), glob: yaml.text(glob, 'glob'), subject: pattern }
}

function readRule(yaml: YamlReader, members: ReadonlyMap<string, YamlNode>): FileRule {
  const type = members.get('type')
  const references = members.get('references')
  const metadata = members.get('metadata')
  const ruleSet = members.get('ruleSet')
  const normalize = members.get('normalize')
  return {
    settings: readSettings(yaml, members),
    ...(type === undefined ? {} : { type: yaml.choice(type, 'type', schemaTypes) }),
    ...(references === undefined
      ? {}
      : { references: yaml.list(references, 'references').map((one) => readReference(yaml, one)) }),
    ...(metadata === undefined ? {} : { metadata: readMetadata(yaml, metadata) }),
    ...(ruleSet === undefined ? {} : { ruleSet: readRuleSet(yaml, ruleSet) }),
    ...(normalize === undefined ? {} : { normalize: yaml.flag(normalize, 'normalize') }),
  }
}

function readSettings(yaml: YamlReader, members: ReadonlyMap<string, YamlNode>): ProjectSettings {
  const level = members.get('level')
  const strictness = members.get('strictness')
  const rules = members.get('protobufRules')
  return {
    ...(level === undefined ? {} : { level: yaml.choice(level, 'level', levels) }),
    ...(strictness === undefined
      ? {}
      : { strictness: yaml.choice(strictness, 'strictness', strictnesses) }),
    ...(rules === undefined
      ? {}
      : { protobufRules: yaml.choice(rules, 'protobufRules', protobufRuleCategories) }),
  }
}

function readReference(yaml: YamlReader, node: YamlNode): NamedReference {
  const members = yaml.members(node, 'a reference', ['name', 'subject', 'version'])
  const version = members.get('version')
  return {
    name: yaml.text(members.get('name') ?? node, 'name of a reference'),
    subject: yaml.text(members.get('subject') ?? node, 'subject of a reference'),
    ...(version === undefined ? {} : { version: yaml.number(version, 'version of a reference') }),
  }
}

function readMetadata(yaml: YamlReader, node: YamlNode): MetadataBody {
  const members = yaml.members(node, 'metadata', ['tags', 'properties', 'sensitive'])
  const texts = (list: YamlNode, what: string): string[] =>
    yaml.list(list, what).map((one) => yaml.text(one, `an entry of ${what}`))
  const tags = members.get('tags')
  const properties = members.get('properties')
  const sensitive = members.get('sensitive')
  return {
    ...(tags === undefined
      ? {}
      : {
          tags: Object.fromEntries(
            [...yaml.members(tags, 'tags')].map(([path, list]) => [path, texts(list, 'tags')]),
          ),
        }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            [...yaml.members(properties, 'properties')].map(([name, value]) => [
              name,
              yaml.text(value, `property '${name}'`),
            ]),
          ),
        }),
    ...(sensitive === undefined ? {} : { sensitive: texts(sensitive, 'sensitive') }),
  }
}

function readAccepted(yaml: YamlReader, node: YamlNode): AcceptedFinding {
  const members = yaml.members(node, 'an accepted finding', [
    'subject',
    'kind',
    'path',
    'reason',
    'until',
  ])
  const text = (name: string): string => {
    const member = members.get(name)
    if (member === undefined) return yaml.fail(node, `an accepted finding needs its ${name}`)
    return yaml.text(member, name)
  }
  const optional = (name: 'kind' | 'path' | 'until'): { readonly [key: string]: string } =>
    members.has(name) ? { [name]: text(name) } : {}
  const until = members.get('until')
  if (until !== undefined && !isDay(text('until'))) {
    yaml.fail(until, 'until is a day such as 2026-12-31')
  }
  return {
    subject: text('subject'),
    reason: text('reason'),
    ...optional('kind'),
    ...optional('path'),
    ...optional('until'),
  }
}

/** Whether the calendar has such a day. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function readLint(yaml: YamlReader, node: YamlNode): LintChoice {
  const members = yaml.members(node, 'lint', ['use', 'except'])
  const names = (key: string): string[] =>
    optionalList(yaml, members.get(key), key).map((one) => yaml.text(one, `a rule in ${key}`))
  return { use: names('use'), except: names('except') }
}

function optionalMap(
  yaml: YamlReader,
  node: YamlNode,
  what: string,
): ReadonlyMap<string, YamlNode> {
  return node === undefined || node === null ? new Map() : yaml.members(node, what)
}

function optionalList(yaml: YamlReader, node: YamlNode, what: string): readonly YamlNode[] {
  return node === undefined || node === null ? [] : yaml.list(node, what)
}
