import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type { SchemaOffer } from '../../src/registry/offers.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  caller,
  freshName,
  offer,
  openTestRegistry,
  plain,
  record,
  recordOf,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

let test: TestRegistry
let strict: TestRegistry
let registry: Registry

beforeAll(async () => {
  test = await openTestRegistry()
  strict = await openTestRegistry({ strictReferenceVersions: true })
  registry = test.registry
})
afterAll(async () => {
  await test.close()
  await strict.close()
})

const asSent = { ...caller, normalize: false, force: false, format: '' }
const lookUp = { normalize: false, format: '', deleted: false }

function register(name: QualifiedSubject, schema: SchemaOffer, over: Registry = registry) {
  return over.registerSchema(name, schema, asSent)
}

function pointing(text: string, ...references: SchemaOffer['references']): SchemaOffer {
  return offer(text, { references })
}

const leafReference = { name: 'Leaf', subject: 'leaf', version: 1 }
const tree = recordOf('Tree', 'Leaf')

async function plantLeaf(): Promise<{ leaf: QualifiedSubject; tree: QualifiedSubject }> {
  const leaf = freshName('leaf')
  await registerAll(registry, leaf, record('Leaf', 'a'))
  return { leaf, tree: { ...leaf, subject: 'tree' } }
}

describe('a reference is refused', () => {
  it.each([
    [{ name: undefined, subject: 'leaf', version: 1 }, "{name='null', subject='leaf', version=1}"],
    [{ name: 'Leaf', subject: undefined, version: 1 }, "{name='Leaf', subject='null', version=1}"],
    [
      { name: 'Leaf', subject: 'leaf', version: undefined },
      "{name='Leaf', subject='leaf', version=null}",
    ],
  ])('when a part is missing: %j', async (reference, shown) => {
    expect(await refusal(register(freshName(), pointing(tree, reference)))).toBe(
      `42201 Invalid schema, details: Invalid reference: ${shown}`,
    )
  })

  it.each([1, -1, 0, -7, 2_147_483_647])('when nothing is there: version %i', async (version) => {
    const name = freshName()
    const reference = { name: 'Leaf', subject: 'nothing', version }
    expect(await refusal(register(name, pointing(tree, reference)))).toBe(
      `42201 Invalid schema, details: No schema reference found for subject ":${name.context}:nothing" and version ${version}`,
    )
  })

  it('when its target is soft-deleted, also for what is registered already', async () => {
    const names = await plantLeaf()
    await registerAll(registry, names.tree, pointing(tree, leafReference))
    await registry.deleteSubject(names.tree, false, caller)
    await registry.deleteVersion(names.leaf, 1, false, caller)
    expect(await refusal(register(names.tree, pointing(tree, leafReference)))).toContain(
      'No schema reference found',
    )
  })

  it('when its name means two versions, if the server is strict about that', async () => {
    const name = freshName('leaf')
    const over = strict.registry
    await registerAll(over, name, record('Leaf', 'a'), record('Leaf', 'b'))
    const branch = { ...name, subject: 'branch' }
    await registerAll(over, branch, pointing(recordOf('Branch', 'Leaf'), leafReference))
    const both = pointing(
      recordOf('Tree', 'Branch'),
      { name: 'Branch', subject: 'branch', version: 1 },
      { name: 'Leaf', subject: 'leaf', version: 2 },
    )
    expect(await refusal(register({ ...name, subject: 'tree' }, both, over))).toBe(
      '42201 Invalid schema, details: Conflicting reference versions for "Leaf": version 1 and version 2',
    )
  })
})

describe('a reference', () => {
  it('to the latest is stored as the number it was', async () => {
    const names = await plantLeaf()
    const latest = pointing(tree, { ...leafReference, version: -1 })
    const first = await register(names.tree, latest)
    expect(first.content.references).toEqual([leafReference])
    await registerAll(registry, names.leaf, record('Leaf', 'b'))
    expect(await refusal(registry.lookUpSchema(names.tree, latest, lookUp))).toBe(
      '40403 Schema not found',
    )
    const second = await register(names.tree, latest)
    expect(second.version).toBe(2)
  })

  it('without a context stays in the context of its referrer, a qualified one crosses', async () => {
    const names = await plantLeaf()
    const elsewhere = freshName('tree')
    expect(await refusal(register(elsewhere, pointing(tree, leafReference)))).toContain(
      'No schema reference found',
    )
    const subject = `:${names.leaf.context}:leaf`
    const crossing = pointing(tree, { ...leafReference, subject })
    expect(await register(elsewhere, crossing)).toMatchObject({ version: 1 })
  })

  it('of a reference lives in the context of the schema that has it', async () => {
    const names = await plantLeaf()
    await registerAll(registry, names.tree, pointing(tree, leafReference))
    const elsewhere = freshName('wood')
    const reference = { name: 'Tree', subject: `:${names.tree.context}:tree`, version: 1 }
    const wood = pointing(recordOf('Wood', 'Tree'), reference)
    expect(await register(elsewhere, wood)).toMatchObject({ version: 1 })
  })

  it('is shown qualified when asked for, in named contexts', async () => {
    const names = await plantLeaf()
    const { schemaId } = await register(names.tree, pointing(tree, leafReference))
    const qualified = { ...plain, referenceFormat: 'qualified', fetchMaxId: false }
    const answer = await registry.readById(schemaId, names.tree, qualified)
    expect(answer.content.references[0]?.subject).toBe(`:${names.leaf.context}:leaf`)
    const asStored = await registry.readVersion(names.tree, 1, plain)
    expect(asStored.content.references).toEqual([leafReference])
    const root = { context: '.', subject: names.leaf.context }
    await registerAll(registry, root, record('Leaf', 'a'))
    const rooted = pointing(tree, { ...leafReference, subject: root.subject })
    await registerAll(registry, { ...root, subject: 'referrer' }, rooted)
    const bare = await registry.readVersion({ ...root, subject: 'referrer' }, 1, qualified)
    expect(bare.content.references[0]?.subject).toBe(root.subject)
  })

  it('inlined is the same schema, for Avro', async () => {
    const names = await plantLeaf()
    const stored = await register(names.tree, pointing(tree, leafReference))
    const inlined = JSON.stringify({
      type: 'record',
      name: 'Tree',
      fields: [{ name: 'part', type: JSON.parse(record('Leaf', 'a')) as unknown }],
    })
    expect(await register(names.tree, offer(inlined))).toMatchObject({
      schemaId: stored.schemaId,
      version: 1,
      deleted: false,
    })
    expect(await registry.lookUpSchema(names.tree, offer(inlined), lookUp)).toMatchObject({
      version: 1,
      content: { references: [leafReference] },
    })
    const other = inlined.replace('"a"', '"b"')
    expect(await refusal(registry.lookUpSchema(names.tree, offer(other), lookUp))).toBe(
      '40403 Schema not found',
    )
  })

  it('leads a text to what it needs, written out by format=resolved', async () => {
    const names = await plantLeaf()
    await registerAll(registry, names.tree, pointing(tree, leafReference))
    const resolved = await registry.readVersion(names.tree, 1, { ...plain, format: 'RESOLVED' })
    expect(resolved.content.schemaText).toContain('"name":"Leaf"')
    const canonical = await registry.readVersion(names.tree, 1, { ...plain, format: 'nonsense' })
    expect(canonical.content.schemaText).toBe(tree)
    expect(canonical.guid).toBe(resolved.guid)
  })

  it('that an import left without what it needs makes its version unlike any other', async () => {
    const names = await plantLeaf()
    await registry.updateConfig(names.tree, { compatibilityLevel: 'NONE' }, caller)
    await register(names.tree, pointing(tree, leafReference))
    await registry.updateMode(names.leaf, 'IMPORT', true, caller)
    await register(names.leaf, offer('"string"', { schemaId: 900, version: 1 }))
    const other = offer(record('Other'))
    expect(await refusal(registry.lookUpSchema(names.tree, other, lookUp))).toBe(
      '40403 Schema not found',
    )
    expect(await register(names.tree, other)).toMatchObject({ version: 2 })
    expect(await registry.lookUpSchema(names.tree, other, lookUp)).toMatchObject({ version: 2 })
  })

  it('keeps working for stored schemas after the target was soft-deleted', async () => {
    const names = await plantLeaf()
    await registerAll(registry, names.tree, pointing(tree, leafReference))
    await registry.deleteSubject(names.tree, false, caller)
    await registry.deleteSubject(names.leaf, false, caller)
    const read = { ...plain, deleted: true, format: 'resolved' }
    expect((await registry.readVersion(names.tree, 1, read)).content.schemaText).toContain('Leaf')
  })

  it('cannot point at a subject that belongs to its topic alone', async () => {
    const namespace = freshName().context.slice(1)
    const association = {
      subject: undefined,
      associationType: 'value',
      lifecycle: undefined,
      frozen: undefined,
      schema: offer(record('Leaf', 'a')),
      normalize: false,
    }
    await registry.createAssociations(
      {
        resourceName: 'leaf',
        resourceNamespace: namespace,
        resourceId: namespace,
        resourceType: undefined,
        associations: [association],
      },
      { context: undefined, dryRun: false },
      caller,
    )
    const reference = { name: 'Leaf', subject: 'leaf-value', version: 1 }
    const name = { context: `.${namespace}`, subject: 'tree' }
    expect(await refusal(register(name, pointing(tree, reference)))).toBe(
      `42205 Subject ':.${namespace}:leaf-value' has a strong association and cannot be referenced`,
    )
  })
})

describe('hostile references', () => {
  it('in thousands are refused in time, with one clear error', async () => {
    const name = freshName('leaf')
    await registerAll(registry, name, record('Leaf', 'a'))
    const many = Array.from({ length: 1_001 }, (_, i) => ({ ...leafReference, name: `N${i}` }))
    expect(await refusal(register({ ...name, subject: 'tree' }, pointing(tree, ...many)))).toBe(
      '42201 Invalid schema of type AVRO, details: The references lead to too many schemas',
    )
  })

  it('called __proto__ are names like any other', async () => {
    const name = freshName('leaf')
    await registerAll(registry, name, record('__proto__', 'a'))
    const reference = { name: '__proto__', subject: 'leaf', version: 1 }
    const answer = await register(
      { ...name, subject: 'tree' },
      pointing(recordOf('T', '__proto__'), reference),
    )
    expect(answer.content.references).toEqual([reference])
  })
})
