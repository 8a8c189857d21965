import { registryError } from '../../errors/registry-error.ts'
import type { Lifecycle } from '../../model/association.ts'
import { modes } from '../../model/mode.ts'
import type { Mode } from '../../model/mode.ts'
import { subjectKey } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'

/**
 * Refuses a value, if there is something to say against it.
 *
 * @throws RegistryError INVALID_ASSOCIATION
 */
export function refuseAssociation(property: string, detail: string | undefined): void {
  if (detail !== undefined) throw registryError('INVALID_ASSOCIATION', { property, detail })
}

/** One thing that may speak against the value of a property. */
export interface AssociationCheck<T> {
  readonly property: string
  /** The detail to report; `undefined` when all is well. */
  readonly fault: (checked: T) => string | undefined
}

/**
 * Runs checks in their order.
 *
 * @throws RegistryError INVALID_ASSOCIATION on the first fault
 */
export function refuseFaults<T>(checks: readonly AssociationCheck<T>[], checked: T): void {
  for (const { property, fault } of checks) refuseAssociation(property, fault(checked))
}

/**
 * Refuses two wishes for one type.
 *
 * @throws RegistryError INVALID_ASSOCIATION
 */
export function refuseRepeatedTypes(types: readonly string[]): void {
  const repeated = types[firstRepeat(types)]
  if (repeated === undefined) return
  refuseAssociation(
    'associationType',
    `may only appear once per request, but '${repeated}' appears more than once`,
  )
}

/** Where a text stands that stood before; beyond the end when none does. */
export function firstRepeat(texts: readonly string[]): number {
  const seen = new Set<string>()
  const found = texts.findIndex((text, i) => seen.add(text).size <= i)
  return found < 0 ? texts.length : found
}

/**
 * Refuses changes where the subject's mode permits none.
 *
 * @throws RegistryError READ_ONLY_MODE, here worded with bare subject and bare context
 */
export function refuseReadOnly(mode: Mode, { context, subject }: QualifiedSubject): void {
  if (!modes[mode].writable) throw registryError('READ_ONLY_MODE', { subject, context })
}

/** The detail, if it applies. */
export function faultIf(applies: boolean, detail: string): string | undefined {
  return applies ? detail : undefined
}

/** What speaks against being frozen or not. A new association is frozen exactly when STRONG. */
export function frozenFault(lifecycle: Lifecycle, frozen: boolean): string | undefined {
  return faultIf(
    frozen !== (lifecycle === 'STRONG'),
    `association with lifecycle of ${lifecycle} cannot be frozen=${frozen}`,
  )
}

/** What speaks against the subject of a new association. */
export function subjectFault(
  lifecycle: Lifecycle,
  subject: QualifiedSubject | undefined,
  ownSubject: QualifiedSubject,
): string | undefined {
  const own = subjectKey(ownSubject)
  if (subject === undefined) {
    return faultIf(lifecycle === 'WEAK', 'must be provided for WEAK associations')
  }
  const isOwn = subjectKey(subject) === own
  return lifecycle === 'STRONG'
    ? faultIf(!isOwn, `frozen associations must use subject '${own}'`)
    : faultIf(isOwn, `WEAK associations cannot use subject '${own}'`)
}
