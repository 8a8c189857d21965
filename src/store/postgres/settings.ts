import { assertNever } from '../../errors/assert-never.ts'
import type { Config } from '../../model/config.ts'
import type { Mode } from '../../model/mode.ts'
import { isQualified, parseSubject, printSubject } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type {
  ReferenceTarget,
  ScopeState,
  SettingsRecord,
  SettingsStore,
  SettingsWrite,
  SettingsWritten,
} from '../store.ts'
import type { ChangeRow, PublishChanges } from './changes.ts'
import type { ConfigJson } from './content-json.ts'
import { decodeConfig, encodeConfig } from './content-json.ts'
import type { Database, Statement } from './database.ts'
import type { Sealer } from './sealer.ts'
import { fromStoredText, toStoredText } from './stored-text.ts'

interface ScopesRow {
  readonly revision: number
  readonly contexts: readonly string[]
  readonly configs: readonly (readonly [context: string, config: ConfigJson])[]
  readonly modes: readonly (readonly [context: string, mode: Mode])[]
}

interface SettingsRow {
  readonly context: string
  readonly subject: string
  readonly config: ConfigJson | null
  readonly mode: Mode | null
}

interface Written {
  readonly kind: 'written'
  readonly changes: readonly ChangeRow[]
}

type ImportAnswer =
  | Written
  | { readonly kind: 'moved' }
  | { readonly kind: 'subjects-exist' }
  | {
      readonly kind: 'referenced'
      readonly context: string
      readonly subject: string
      readonly version: number
    }

/** Keeps `configs` and `modes`; those of a context stand on its subject without a name. */
export function createSettingsStore(
  database: Database,
  publish: PublishChanges,
  sealer: Sealer,
): SettingsStore {
  async function write(
    statement: Statement,
    plan: SettingsWrite,
    values: readonly unknown[],
  ): Promise<SettingsWritten> {
    const { answer } = await database.write<{ answer: Written | { readonly kind: 'moved' } }>(
      statement,
      [...planValues(plan), ...values],
    )
    if (answer.kind !== 'written') return answer
    publish(answer.changes)
    return { kind: 'written' }
  }

  return {
    async readScopes(): Promise<ScopeState> {
      const row = await database.queryOne<ScopesRow>(selectScopes, [])
      return {
        revision: row.revision,
        contexts: row.contexts.map(fromStoredText),
        configs: new Map(
          row.configs.map(([context, json]) => [
            fromStoredText(context),
            decodeConfig(json, sealer),
          ]),
        ),
        modes: new Map(row.modes.map(([context, mode]) => [fromStoredText(context), mode])),
      }
    },

    async list({ offset, limit }): Promise<readonly SettingsRecord[]> {
      const rows = await database.query<SettingsRow>(selectSettings, [limit ?? null, offset])
      return rows.map(({ context, subject, config, mode }) => ({
        scope: { context: fromStoredText(context), subject: fromStoredText(subject) },
        config: config === null ? undefined : decodeConfig(config, sealer),
        mode: mode ?? undefined,
      }))
    },

    writeConfig: ({ config, ...plan }) =>
      write(callWriteConfig, plan, [
        config === undefined ? null : JSON.stringify(encodeConfig(config, sealer)),
        aliasOf(plan.scope, config),
      ]),

    writeMode: ({ mode, ...plan }) => write(callWriteMode, plan, [mode ?? null]),

    deleteModes: (plan) => write(callDeleteModes, plan, []),

    async enterImport({
      reach,
      ...plan
    }): Promise<
      | SettingsWritten
      | { readonly kind: 'subjects-exist' }
      | { readonly kind: 'referenced'; readonly target: ReferenceTarget }
    > {
      const { answer } = await database.write<{ answer: ImportAnswer }>(callEnterImport, [
        ...planValues(plan),
        reach,
      ])
      switch (answer.kind) {
        case 'written':
          publish(answer.changes)
          return { kind: 'written' }
        case 'referenced': {
          const name = {
            context: fromStoredText(answer.context),
            subject: fromStoredText(answer.subject),
          }
          return { kind: 'referenced', target: { name, version: answer.version } }
        }
        case 'moved':
        case 'subjects-exist':
          return answer
        default:
          return assertNever(answer)
      }
    },

    async deleteContext(context, { principal }): Promise<'deleted' | 'not-empty'> {
      const { answer } = await database.write<{
        answer:
          | { readonly kind: 'deleted'; readonly changes: readonly ChangeRow[] }
          | { readonly kind: 'not-empty' }
      }>(callDeleteContext, [toStoredText(context), principal ?? null])
      if (answer.kind === 'deleted') publish(answer.changes)
      return answer.kind
    },
  }
}

function planValues({
  scope,
  subjectRevision,
  scopeRevision,
  principal,
}: SettingsWrite): readonly unknown[] {
  return [
    toStoredText(scope.context),
    toStoredText(scope.subject),
    subjectRevision,
    scopeRevision,
    principal ?? null,
  ]
}

/** The printed subject that an alias leads to; an unqualified one stays in its context. */
function aliasOf(scope: QualifiedSubject, config: Config | undefined): string | null {
  const alias = config?.alias
  if (alias === undefined || alias === '' || scope.subject === '') return null
  const target = isQualified(alias)
    ? parseSubject(alias)
    : { context: scope.context, subject: alias }
  return toStoredText(printSubject(target))
}

const selectScopes = {
  name: 'select scopes',
  text: `
    select r.scope_revision as revision,
      (select coalesce(json_agg(x.name order by x.name <> '.', x.name), '[]')
        from contexts x where x.listed) as contexts,
      (select coalesce(json_agg(json_build_array(x.name, c.config)), '[]')
        from configs c
        join subjects s on s.subject_id = c.subject_id
        join contexts x on x.context_id = s.context_id
        where s.name = '') as configs,
      (select coalesce(json_agg(json_build_array(x.name, m.mode)), '[]')
        from modes m
        join subjects s on s.subject_id = m.subject_id
        join contexts x on x.context_id = s.context_id
        where s.name = '') as modes
    from registries r`,
}

const selectSettings = {
  name: 'select settings',
  text: `
    select x.name as context, s.name as subject, c.config, m.mode
    from (select subject_id from configs union select subject_id from modes) o
    join subjects s on s.subject_id = o.subject_id
    join contexts x on x.context_id = s.context_id
    left join configs c on c.subject_id = s.subject_id
    left join modes m on m.subject_id = s.subject_id
    order by x.name, s.name
    limit $1 offset $2`,
}

const callWriteConfig = {
  name: 'write config',
  text: 'select write_config($1, $2, $3, $4, $5, $6, $7) as answer',
}

const callWriteMode = {
  name: 'write mode',
  text: 'select write_mode($1, $2, $3, $4, $5, $6) as answer',
}

const callDeleteModes = {
  name: 'delete modes',
  text: 'select delete_modes($1, $2, $3, $4, $5) as answer',
}

const callEnterImport = {
  name: 'enter import',
  text: 'select enter_import($1, $2, $3, $4, $5, $6) as answer',
}

const callDeleteContext = {
  name: 'delete context',
  text: 'select delete_context($1, $2) as answer',
}
