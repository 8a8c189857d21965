import { writeFile } from 'node:fs/promises'
import { CommandError } from '../command.ts'
import { fileProblem, readTextFile } from '../schema-file.ts'
import { PLAN_FORMAT, PLAN_FORMAT_VERSION } from './plan.ts'
import type { Plan } from './plan.ts'

/** @throws CommandError */
export async function writePlanFile(file: string, plan: Plan): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(plan, undefined, 2)}\n`)
  } catch (cause) {
    throw new CommandError(`${file}: ${fileProblem(cause)}`, undefined, { cause })
  }
}

/** Reads what `plan --out` wrote. @throws CommandError when it is something else */
export async function readPlanFile(file: string): Promise<Plan> {
  const text = await readTextFile(file)
  let plan: unknown
  try {
    plan = JSON.parse(text)
  } catch (cause) {
    throw new CommandError(`${file}: not JSON`, undefined, { cause })
  }
  if (!isPlan(plan)) throw new CommandError(`${file}: not a plan of concordat plan --out`)
  if (plan.formatVersion !== PLAN_FORMAT_VERSION) {
    throw new CommandError(`${file}: a plan of another version of concordat; plan again`)
  }
  return plan
}

function isPlan(value: unknown): value is Plan {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === PLAN_FORMAT &&
    'formatVersion' in value &&
    (!('registry' in value) || typeof value.registry === 'string') &&
    'entries' in value &&
    Array.isArray(value.entries) &&
    value.entries.every(isEntry)
  )
}

function isEntry(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'subject' in value &&
    typeof value.subject === 'string' &&
    'action' in value &&
    typeof value.action === 'string' &&
    'base' in value &&
    typeof value.base === 'number' &&
    'schema' in value &&
    typeof value.schema === 'string' &&
    'references' in value &&
    Array.isArray(value.references)
  )
}
