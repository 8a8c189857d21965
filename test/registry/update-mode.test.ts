import { afterEach, afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
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

const global = { context: '.', subject: '' }
const above = { context: '.__GLOBAL', subject: '' }
const contextOf = ({ context }: QualifiedSubject) => ({ context, subject: '' })

// Rest-api 2.7, 3.8, 3.9, Appendix B "Mode".
describe('updating a mode', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
  })
  afterEach(async () => {
    await registry.updateMode(global, null, true, caller)
    await registry.updateMode(above, null, true, caller)
  })
  afterAll(() => opened.close())

  it.each(['READWRITE', 'readonly', 'Readonly_Override', 'import'])(
    'reads %s in any letter case',
    async (mode) => {
      const name = freshName()
      await registry.updateMode(name, mode, false, caller)
      expect(await registry.readMode(name, false)).toBe(mode.toUpperCase())
    },
  )

  it('removes the mode with null, set or not', async () => {
    const name = freshName()
    await registry.updateMode(name, 'READONLY', false, caller)
    await registry.updateMode(name, null, false, caller)
    expect(await refusal(registry.readMode(name, false))).toMatch(/^40409 /)
    expect(await refusal(registry.updateMode(name, null, false, caller))).toBeUndefined()
  })

  it.each(['', 'READ', 'constructor', '__proto__'])('refuses the mode %j', async (mode) => {
    expect(await refusal(registry.updateMode(freshName(), mode, false, caller))).toBe(
      '42204 Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
    )
  })

  it.each(['__GLOBAL', '__EMPTY', 'tab\t'])('refuses the subject %j first', async (subject) => {
    const scope = { context: '.', subject }
    expect(await refusal(registry.updateMode(scope, 'nonsense', false, caller))).toBe(
      `42208 The specified subject '${subject}' is not a valid.`,
    )
  })

  it('accepts FORWARD above all only', async () => {
    const expected = '42204 Forward mode only supported on global level'
    const name = freshName()
    for (const scope of [name, contextOf(name), global]) {
      expect(await refusal(registry.updateMode(scope, 'FORWARD', false, caller))).toBe(expected)
    }
    await registry.updateMode(above, 'FORWARD', false, caller)
    expect(await registry.readMode(name, true)).toBe('FORWARD')
  })

  it('lets lower case FORWARD slip through, as the reference does', async () => {
    const name = freshName()
    await registry.updateMode(name, 'forward', false, caller)
    expect(await registry.readMode(name, false)).toBe('FORWARD')
  })

  it('is not hindered by a read-only mode', async () => {
    const name = freshName()
    await registry.updateMode(name, 'READONLY', false, caller)
    await registry.updateMode(name, 'READWRITE', false, caller)
    expect(await registry.readMode(name, false)).toBe('READWRITE')
  })

  describe('entering IMPORT', () => {
    const expected = '42205 Cannot import since found existing subjects'
    const every = { deleted: true, deletedOnly: false, deletedAsNegative: false }

    it('is refused while a live version exists in scope', async () => {
      const name = freshName()
      await registerAll(registry, name, record('A'))
      const enter = (scope: QualifiedSubject) =>
        refusal(registry.updateMode(scope, 'IMPORT', false, caller))
      expect(await enter(name)).toBe(expected)
      expect(await enter(contextOf(name))).toBe(expected)
      // The plain global mode reaches every context, not just the default one.
      expect(await enter(global)).toBe(expected)
      expect(await enter(above)).toBe(expected)
      expect(await enter({ ...name, subject: 'empty' })).toBeUndefined()
    })

    it('purges what is soft-deleted in scope, and nothing else', async () => {
      const name = freshName('a')
      const sibling = { ...name, subject: 'b' }
      await registerAll(registry, name, record('A'))
      await registerAll(registry, sibling, record('B'))
      await registry.deleteSubject(name, false, caller)
      await registry.updateMode(name, 'IMPORT', false, caller)
      expect(await refusal(registry.listVersions(name, every, all))).toMatch(/^40401 /)
      expect(await registry.listVersions(sibling, every, all)).toEqual([1])
      await registry.deleteSubject(sibling, false, caller)
      await registry.updateMode(contextOf(name), 'IMPORT', false, caller)
      expect(await refusal(registry.listVersions(sibling, every, all))).toMatch(/^40401 /)
    })

    it('is refused while a soft-deleted version is referenced from outside', async () => {
      const name = freshName('part')
      const holder = { ...name, subject: 'holder' }
      const pointing = offer(recordOf('Holder', 'Part'), {
        references: [{ name: 'Part', subject: 'part', version: 1 }],
      })
      await registerAll(registry, name, record('Part'))
      await registerAll(registry, holder, pointing)
      await registry.deleteSubject(holder, false, caller)
      await registry.deleteSubject(name, false, caller)
      expect(await refusal(registry.updateMode(name, 'IMPORT', false, caller))).toBe(
        `42206 One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${printSubject(name)},version=1}.`,
      )
    })

    it('checks and purges nothing with force', async () => {
      const name = freshName()
      await registerAll(registry, name, record('A'), record('B').replace('B', 'A'))
      await registry.updateMode(name, 'IMPORT', true, caller)
      expect(await registry.readMode(name, false)).toBe('IMPORT')
      expect(await registry.listVersions(name, every, all)).toEqual([1])
    })

    it('checks nothing when IMPORT is in force already', async () => {
      const name = freshName()
      await registerAll(registry, name, record('A'))
      await registry.updateMode(contextOf(name), 'IMPORT', true, caller)
      expect(await refusal(registry.updateMode(name, 'IMPORT', false, caller))).toBeUndefined()
    })

    it('takes explicit ids, and leaving it goes on from the highest', async () => {
      const name = freshName()
      const options = { ...caller, normalize: false, force: false, format: '' }
      const register = (text: string, schemaId?: number) =>
        registry.registerSchema(name, offer(text, { schemaId }), options)
      expect(await refusal(register(record('A'), 100))).toMatch(/is not in import mode$/)
      await registry.updateMode(name, 'IMPORT', false, caller)
      expect(await refusal(register(record('A')))).toMatch(/is not in read-write mode$/)
      expect(await register(record('A'), 100)).toMatchObject({ schemaId: 100, version: 1 })
      await registry.updateMode(name, 'READWRITE', false, caller)
      const next = await registry.registerSchema(
        { ...name, subject: 'next' },
        offer(record('N')),
        options,
      )
      expect(next).toMatchObject({ schemaId: 101, version: 1 })
    })
  })

  it('READONLY leaves re-registration, lookup and checks alone', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.updateMode(name, 'READONLY', false, caller)
    const ask = { normalize: false, format: '', deleted: false, verbose: false }
    const options = { ...caller, normalize: false, force: false, format: '' }
    const known = offer(record('A'))
    expect(await registry.registerSchema(name, known, options)).toMatchObject({ version: 1 })
    expect(await registry.lookUpSchema(name, known, ask)).toMatchObject({ version: 1 })
    expect(await registry.checkCompatibility(name, 'all', known, ask)).toMatchObject({
      compatible: true,
    })
    expect(await registry.readVersion(name, 'latest', plain)).toMatchObject({ version: 1 })
    expect(await refusal(registerAll(registry, name, record('A', 'x')))).toBe(
      `42205 Subject ${printSubject(name)} in context :${name.context}: is in read-only mode`,
    )
  })
})

describe('modes of a server that forbids to change them', () => {
  let opened: TestRegistry
  beforeAll(async () => {
    opened = await openTestRegistry({ modeMutability: false })
  })
  afterAll(() => opened.close())

  it('are neither set nor deleted, but faults of the request come first', async () => {
    const { registry } = opened
    const name = freshName()
    const expected = '42205 Mode changes are not allowed'
    expect(await refusal(registry.updateMode(name, 'READONLY', true, caller))).toBe(expected)
    expect(await refusal(registry.updateMode(name, null, false, caller))).toBe(expected)
    expect(await refusal(registry.deleteMode(global, false, caller))).toBe(expected)
    expect(await refusal(registry.updateMode(name, 'x', false, caller))).toMatch(/^42204 /)
    expect(await refusal(registry.deleteMode(name, false, caller))).toMatch(/^40401 /)
  })
})
