import type { RegistryClient } from '../../client/registry-client.ts'
import { readUrls } from '../../client/transport/registry-urls.ts'
import { modes, parseMode } from '../../model/mode.ts'
import type { SubjectSchemaBody } from '../../rest/bodies.ts'
import { registryBaseline } from '../baseline/registry-baseline.ts'
import { checkProject } from '../check/check-project.ts'
import type { FileReport } from '../check/finding.ts'
import { neighboursOf } from '../project/dependency-order.ts'
import type { Project, ProjectSchema } from '../project/project.ts'
import { referredSubject } from '../project/referred-subject.ts'
import { unlessMissing, unlessUnsupported } from '../unless-missing.ts'
import { findContent } from './find-content.ts'
import type { LookedUp } from './find-content.ts'
import { PLAN_FORMAT, PLAN_FORMAT_VERSION } from './plan.ts'
import type { Plan, PlanEntry, PlannedReference } from './plan.ts'
import { statedConfig, statedMembers } from './stated-config.ts'

/**
 * Works out what registering a project would change, and checks all of it.
 *
 * What the selected schemas refer to in the project is part of the plan.
 *
 * @param today `2026-12-31`, for exceptions that run out
 * @throws CommandError, RequestError
 */
export async function makePlan(
  project: Project,
  registry: RegistryClient,
  today: string,
): Promise<{ readonly plan: Plan; readonly reports: readonly FileReport[] }> {
  const whole = withDependencies(project)
  const baseline = registryBaseline(registry, undefined)
  const reports = await checkProject(whole, { baseline, today, rechecksReferrers: false })
  const bySubject = new Map(reports.map((report) => [report.subject, report]))
  const planner = new Planner(registry, whole, bySubject)
  const selected = whole.schemas.filter((schema) => schema.selected)
  const entries = await Promise.all(selected.map((schema) => planner.entryFor(schema)))
  const named = withoutCredentials(project.registryUrl)
  return {
    plan: {
      format: PLAN_FORMAT,
      formatVersion: PLAN_FORMAT_VERSION,
      ...(named === undefined ? {} : { registry: named }),
      entries,
    },
    reports,
  }
}

/** Passwords have no place in a plan; an address that is none was not gone to. */
function withoutCredentials(url: string | undefined): string | undefined {
  if (url === undefined) return undefined
  try {
    return readUrls(url, undefined).urls.join()
  } catch {
    return undefined
  }
}

function withDependencies(project: Project): Project {
  const bySubject = new Map(project.schemas.map((schema) => [schema.subject, schema]))
  const wanted = new Set(project.schemas.filter(({ selected }) => selected))
  // A set may grow while it is gone through: what is added is visited, too.
  for (const schema of wanted) {
    for (const neighbour of neighboursOf(schema, bySubject)) wanted.add(neighbour)
  }
  const schemas = project.schemas.map((schema) => ({ ...schema, selected: wanted.has(schema) }))
  return { ...project, schemas }
}

/** Plans each schema once, behind those that it refers to. */
class Planner {
  readonly #registry: RegistryClient
  readonly #schemas: ReadonlyMap<string, ProjectSchema>
  readonly #reports: ReadonlyMap<string, FileReport>
  readonly #entries = new Map<string, Promise<PlanEntry>>()

  constructor(
    registry: RegistryClient,
    { schemas }: Project,
    reports: ReadonlyMap<string, FileReport>,
  ) {
    this.#registry = registry
    this.#schemas = new Map(schemas.map((schema) => [schema.subject, schema]))
    this.#reports = reports
  }

  entryFor(schema: ProjectSchema): Promise<PlanEntry> {
    const known = this.#entries.get(schema.subject)
    if (known !== undefined) return known
    const entry = this.#plan(schema)
    this.#entries.set(schema.subject, entry)
    return entry
  }

  async #plan(schema: ProjectSchema): Promise<PlanEntry> {
    const { subject, file, schemaType, schemaText, metadata, ruleSet, normalize } = schema
    const [references, latest, config] = await Promise.all([
      Promise.all(schema.references.map((one) => this.#reference(one, schema))),
      unlessMissing(this.#registry.getVersion(subject, 'latest')),
      this.#configChange(schema),
    ])
    const report = this.#reports.get(subject)
    const findings = report?.findings.filter(({ accepted }) => accepted === undefined) ?? []
    const entry = {
      subject,
      file,
      base: latest?.version ?? 0,
      schemaType,
      schema: schemaText,
      references,
      normalize,
      findings,
      ...(metadata === undefined ? {} : { metadata }),
      ...(ruleSet === undefined ? {} : { ruleSet }),
      ...(config === undefined ? {} : { config }),
    }
    if (findings.length > 0) return { ...entry, action: 'refused' }
    const there = await this.#find(entry)
    const need = there === undefined ? 'registersWithoutId' : 'writable'
    const isTouched = there === undefined || config !== undefined
    const refusal = isTouched ? await this.#closed(subject, need) : undefined
    if (refusal !== undefined) return { ...entry, action: 'refused', refusal }
    if (there !== undefined) {
      const { version, id } = there
      return { ...entry, action: 'unchanged', version, schemaId: id }
    }
    return { ...entry, action: latest === undefined ? 'create' : 'new-version' }
  }

  /**
   * Why a subject cannot be changed. What is there already may be registered in any mode, and more
   * modes let configs be written than schemas be registered. Rest-api 3.8.
   */
  async #closed(
    subject: string,
    need: 'registersWithoutId' | 'writable',
  ): Promise<string | undefined> {
    const asked = this.#registry.getMode(subject, { defaultToGlobal: true })
    const mode = (await unlessUnsupported(asked))?.mode ?? 'READWRITE'
    const isOpen = modes[parseMode(mode) ?? 'READONLY'][need]
    return isOpen ? undefined : `the registry has it in ${mode} mode`
  }

  /** Pins a reference to what is registered, unless this plan registers it. */
  async #reference(
    { name, subject, version }: PlannedReference,
    of: ProjectSchema,
  ): Promise<PlannedReference> {
    if (version !== undefined) return { name, subject, version }
    const target = referredSubject(of.subject, subject)
    const neighbour = this.#schemas.get(target)
    if (neighbour !== undefined) {
      const entry = await this.entryFor(neighbour)
      return entry.version === undefined
        ? { name, subject }
        : { name, subject, version: entry.version }
    }
    const latest = await this.#registry.getVersion(target, 'latest')
    return { name, subject, version: latest.version }
  }

  async #find(
    entry: LookedUp & Pick<PlanEntry, 'references'>,
  ): Promise<SubjectSchemaBody | undefined> {
    return findContent(this.#registry, entry, entry.references)
  }

  async #configChange({ subject, settings }: ProjectSchema): Promise<PlanEntry['config']> {
    const to = statedConfig(settings)
    if (Object.keys(to).length === 0) return undefined
    const from = statedMembers((await unlessMissing(this.#registry.getConfig(subject))) ?? {}, to)
    return JSON.stringify(from) === JSON.stringify(to) ? undefined : { from, to }
  }
}
