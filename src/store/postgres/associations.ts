import type {
  Association,
  AssociationFilter,
  AssociationType,
  Lifecycle,
} from '../../model/association.ts'
import type { Page } from '../../model/page.ts'
import { parseSubject, printSubject } from '../../model/subject.ts'
import type { AssociationPlan, AssociationStore } from '../store.ts'
import type { ChangeRow, PublishChanges } from './changes.ts'
import type { Database } from './database.ts'
import { fromStoredText, toStoredText } from './stored-text.ts'

/** A row of `associations`, as {@link associationColumns} selects it. */
export interface AssociationRow {
  readonly subject: string
  readonly guid: string
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string
  readonly resourceType: string
  readonly associationType: AssociationType
  readonly lifecycle: Lifecycle
  readonly frozen: boolean
  readonly createTs: number
  readonly updateTs: number
}

/** Columns of a table `associations` that goes by the name `a`. */
export const associationColumns = `a.subject, a.guid, a.resource_name as "resourceName",
  a.resource_namespace as "resourceNamespace", a.resource_id as "resourceId",
  a.resource_type as "resourceType", a.association_type as "associationType", a.lifecycle,
  a.frozen, a.created_ms as "createTs", a.updated_ms as "updateTs"`

/** The order in which lists show associations. */
export const associationOrder = `a.resource_name, a.resource_namespace, a.resource_type,
  a.association_type, a.subject`

/** Reads a row. */
export function toAssociation(row: AssociationRow): Association {
  return {
    subject: fromStoredText(row.subject),
    guid: row.guid,
    resourceName: fromStoredText(row.resourceName),
    resourceNamespace: fromStoredText(row.resourceNamespace),
    resourceId: fromStoredText(row.resourceId),
    resourceType: fromStoredText(row.resourceType),
    associationType: row.associationType,
    lifecycle: row.lifecycle,
    frozen: row.frozen,
    createTs: row.createTs,
    updateTs: row.updateTs,
  }
}

/** Keeps links between resources and subjects in `associations`. */
export function createAssociationStore(
  database: Database,
  publish: PublishChanges,
): AssociationStore {
  return {
    async list(filter: AssociationFilter, page: Page): Promise<readonly Association[]> {
      const rows = await database.query<AssociationRow>(selectAssociations, [
        filter.subject === undefined ? null : storedSubject(filter.subject),
        orNull(filter.resourceId),
        orNull(filter.resourceName),
        orNull(filter.resourceNamespace),
        orNull(filter.resourceType),
        orNullList(filter.associationTypes),
        orNullList(filter.lifecycles),
        page.limit ?? null,
        page.offset,
      ])
      return rows.map(toAssociation)
    },

    async write(plan: AssociationPlan): Promise<{ kind: 'written' } | { kind: 'moved' }> {
      const { answer } = await database.write<{
        answer:
          | { readonly kind: 'written'; readonly changes: readonly ChangeRow[] }
          | { readonly kind: 'moved' }
      }>(callWriteAssociations, planValues(plan))
      if (answer.kind === 'moved') return { kind: 'moved' }
      publish(answer.changes)
      return { kind: 'written' }
    },
  }
}

const orNull = (text: string | undefined): string | null =>
  text === undefined ? null : toStoredText(text)

// Asking for none of all types is asking for any.
const orNullList = (list: readonly string[] | undefined): readonly string[] | null =>
  list === undefined || list.length === 0 ? null : list.map(toStoredText)

// One spelling per subject, the one lists sort by: `:.:name` is `name`.
const storedSubject = (subject: string): string => toStoredText(printSubject(parseSubject(subject)))

function planValues(plan: AssociationPlan): readonly unknown[] {
  return [
    plan.principal ?? null,
    JSON.stringify(plan.save.map(toRow)),
    plan.remove,
    plan.basedOn.map(({ guid }) => guid),
    plan.basedOn.map(({ updateTs }) => updateTs),
    JSON.stringify(plan.subjects.map(toSubjectRow)),
    toStoredText(plan.resourceId),
  ]
}

function toSubjectRow({
  name,
  revision,
}: AssociationPlan['subjects'][number]): Readonly<Record<string, unknown>> {
  return {
    context: toStoredText(name.context),
    name: toStoredText(name.subject),
    printed: toStoredText(printSubject(name)),
    revision,
  }
}

function toRow(association: Association): Readonly<Record<string, unknown>> {
  return {
    guid: association.guid,
    subject: storedSubject(association.subject),
    resource_name: toStoredText(association.resourceName),
    resource_namespace: toStoredText(association.resourceNamespace),
    resource_id: toStoredText(association.resourceId),
    resource_type: toStoredText(association.resourceType),
    association_type: association.associationType,
    lifecycle: association.lifecycle,
    frozen: association.frozen,
    created_ms: association.createTs,
    updated_ms: association.updateTs,
  }
}

// Unnamed: planned for the parts that are given.
const selectAssociations = {
  text: `
    select ${associationColumns} from associations a
    where ($1::text is null or a.subject = $1)
      and ($2::text is null or a.resource_id = $2)
      and ($3::text is null or a.resource_name = $3)
      and ($4::text is null or a.resource_namespace = $4)
      and ($5::text is null or a.resource_type = $5)
      and ($6::text[] is null or a.association_type = any ($6))
      and ($7::text[] is null or a.lifecycle = any ($7))
    order by ${associationOrder}
    limit $8 offset $9`,
}

const callWriteAssociations = {
  name: 'write associations',
  text: 'select write_associations($1, $2, $3, $4, $5, $6, $7) as answer',
}
