import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Metadata } from '../../src/model/metadata.ts'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { RegistrationModel } from './registration-model.ts'
import type { ModelMode, Outcome, Properties } from './registration-model.ts'
import { all, caller, offer, openTestRegistry, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const texts = ['"string"', '"int"', '{"type":"long","a":1,"b":2}', '{"type":"long","b":2,"a":1}']
const text = fc.option(fc.constantFrom(...texts), { nil: undefined, freq: 9 })
const properties = fc.option(
  fc.oneof(
    fc.constantFrom<Properties>({}, { a: '1' }, { a: '2' }),
    fc.integer({ min: 1, max: 4 }).map((number) => ({ 'confluent:version': String(number) })),
  ),
  { nil: undefined },
)
const numbers = fc.record({
  version: fc.oneof(fc.constantFrom(0, 0, 0, -1), fc.integer({ min: 1, max: 5 })),
  id: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
})

/** Something done to one subject. */
const deeds = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('register' as const), text, properties, numbers }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look-up' as const), text, properties }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      version: fc.integer({ min: 1, max: 6 }),
      permanent: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('mode' as const),
      mode: fc.constantFrom<ModelMode>('READWRITE', 'READWRITE', 'IMPORT', 'READONLY'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('override' as const),
      properties: fc.option(fc.constant<Properties>({ a: '1' }), { nil: undefined }),
    }),
  },
)
type Deed = typeof deeds extends fc.Arbitrary<infer T> ? T : never

function metadataOf(from: Properties | undefined): Metadata | undefined {
  return from && { properties: new Map(Object.entries(from)) }
}

/** Numbers without an id are for all modes but IMPORT, so most deeds make sense. */
function fitting(deed: Extract<Deed, { readonly kind: 'register' }>, mode: ModelMode) {
  const { version, id } = deed.numbers
  return { version, id: mode === 'IMPORT' ? (id ?? version + 4) : undefined }
}

function expected(model: RegistrationModel, deed: Deed): Outcome | undefined {
  switch (deed.kind) {
    case 'register':
      return model.register(deed, fitting(deed, model.mode))
    case 'look-up':
      return model.lookUp(deed)
    case 'delete':
      return model.deleteVersion(deed.version, deed.permanent)
    case 'mode':
      model.mode = deed.mode
      return undefined
    case 'override':
      if (model.mode !== 'READONLY') model.overrides = deed.properties
      return undefined
  }
}

async function perform(
  registry: Registry,
  name: QualifiedSubject,
  mode: ModelMode,
  deed: Deed,
): Promise<Outcome | undefined> {
  const scope = { context: name.context, subject: '' }
  switch (deed.kind) {
    case 'register': {
      const { version, id } = fitting(deed, mode)
      const more = { metadata: metadataOf(deed.properties), version, schemaId: id }
      const options = { ...caller, normalize: false, force: false, format: '' }
      const answer = await registry.registerSchema(name, offer(deed.text, more), options)
      return { version: answer.version ?? 0, id: answer.schemaId }
    }
    case 'look-up': {
      const options = { normalize: false, format: '', deleted: false }
      const sought = offer(deed.text, { metadata: metadataOf(deed.properties) })
      const answer = await registry.lookUpSchema(name, sought, options)
      return { version: answer.version ?? 0, id: answer.schemaId }
    }
    case 'delete':
      return await registry.deleteVersion(name, deed.version, deed.permanent, caller)
    case 'mode':
      await registry.updateMode(scope, deed.mode, true, caller)
      return undefined
    case 'override': {
      if (mode === 'READONLY') return undefined
      const overrideMetadata = metadataOf(deed.properties) ?? null
      await registry.updateConfig(scope, { overrideMetadata }, caller)
      return undefined
    }
  }
}

describe('the life of a subject with metadata, in all modes', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const negative = { deleted: true, deletedOnly: false, deletedAsNegative: true }
  let lives = 0

  it('goes as rest-api 3.5, 3.6 and 3.8 tell, whatever is done in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deeds, { minLength: 10, maxLength: 30 }), async (done) => {
        const name = { context: `.registrations${(lives += 1)}`, subject: 's' }
        const model = new RegistrationModel()
        for (const deed of done) {
          const { mode } = model
          const wanted = expected(model, deed)
          const kept: { value?: Outcome | undefined } = {}
          const refused = await refusal(
            perform(registry, name, mode, deed).then((value) => {
              kept.value = value
            }),
          )
          const outcome = refused === undefined ? kept.value : Number(refused.slice(0, 5))
          expect(outcome).toEqual(wanted)
        }
        const { listed } = model
        if (listed.length === 0) return
        expect(await registry.listVersions(name, negative, all)).toEqual(listed)
      }),
      { numRuns: 60 },
    )
  })
})
