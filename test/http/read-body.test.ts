import { describe, expect, it } from 'vitest'
import { isRegistryError } from '../../src/errors/registry-error.ts'
import {
  readAssociationMutations,
  readAssociationQueries,
  readAssociationRequest,
} from '../../src/http/read-association.ts'
import { readSchemaOffer, readTagRequest } from '../../src/http/read-body.ts'
import { readConfigUpdate } from '../../src/http/read-config.ts'
import { asFlag, asInteger, asText } from '../../src/http/read-value.ts'

/** How an error reads, `ok` when there is none. */
function outcome(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (isRegistryError(error)) return `${error.code} ${error.message}`
    throw error
  }
  return 'ok'
}

const shapes = [[], {}, [1], { a: 1 }, 'text', true, 1]

describe('a value of a body', () => {
  it.each([
    ['a', 'a'],
    ['', ''],
    [1, '1'],
    [1.5, '1.5'],
    [true, 'true'],
    [false, 'false'],
    [null, undefined],
    [undefined, undefined],
  ])('%j is the string %j', (value, text) => {
    expect(asText(value, 'x')).toBe(text)
  })

  it.each([
    [0, 0],
    [7, 7],
    [-1, -1],
    ['7', 7],
    [' 7 ', 7],
    ['+7', 7],
    ['1.9', 1],
    ['1e3', 1000],
    [2.9, 2],
    [-2.9, -2],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
    [2147483647, 2147483647],
    ['-2147483648', -2147483648],
  ])('%j is the integer %j', (value, number) => {
    expect(asInteger(value, 'x')).toBe(number)
  })

  it.each([
    [true, true],
    [false, false],
    ['true', true],
    ['True', true],
    ['false', false],
    ['False', false],
    ['', undefined],
    [1, true],
    [0, false],
    [null, undefined],
  ])('%j is the boolean %j', (value, flag) => {
    expect(asFlag(value, 'x')).toBe(flag)
  })

  it.each([[[]], [{}], [['a']], [{ a: 1 }]])('%j is no string', (value) => {
    expect(outcome(() => asText(value, 'schema'))).toMatch(
      /^400 Cannot read 'schema': expected a string, found an (?:array|object)$/,
    )
  })

  it.each([[[]], [{}], ['a'], ['1 2'], ['0x1'], [true], [2147483648], ['-2147483649'], ['NaN']])(
    '%j is no int32',
    (value) => {
      expect(outcome(() => asInteger(value, 'version'))).toContain(
        "400 Cannot read 'version': expected a 32-bit integer, found",
      )
    },
  )

  it.each([[[]], [{}], ['yes'], ['TrUe'], ['1']])('%j is no boolean', (value) => {
    expect(outcome(() => asFlag(value, 'x'))).toContain('expected true or false')
  })

  it('is shown no longer than makes sense', () => {
    expect(outcome(() => asInteger('9'.repeat(100_000), 'x')).length).toBeLessThan(200)
  })
})

describe('a schema body', () => {
  it('has the defaults of the protocol', () => {
    expect(readSchemaOffer({}, 'x')).toEqual({
      schemaText: undefined,
      schemaType: undefined,
      references: [],
      metadata: undefined,
      ruleSet: undefined,
      version: 0,
      schemaId: undefined,
      tagsToAdd: [],
      tagsToRemove: [],
      propagateTags: false,
    })
  })

  it('takes null for absent', () => {
    const members = [
      'schema',
      'schemaType',
      'references',
      'metadata',
      'ruleSet',
      'version',
      'id',
      'schemaTagsToAdd',
      'schemaTagsToRemove',
      'propagateSchemaTags',
    ]
    const body = Object.fromEntries(members.map((name) => [name, null]))
    expect(readSchemaOffer(body, 'x')).toEqual(readSchemaOffer({}, 'x'))
  })

  it('ignores members it does not know, at every level', () => {
    const body = {
      schema: '"string"',
      more: { deep: [1] },
      references: [{ name: 'a', subject: 'b', version: 1, more: 1 }],
      metadata: { more: 1, properties: { a: 'b' } },
      ruleSet: { more: 1, domainRules: [{ name: 'r', more: [] }] },
    }
    const offer = readSchemaOffer(body, 'x')
    expect(offer.references).toEqual([{ name: 'a', subject: 'b', version: 1 }])
    expect(offer.metadata).toEqual({ properties: new Map([['a', 'b']]) })
    expect(offer.ruleSet).toEqual({
      domainRules: [{ name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', disabled: false }],
    })
  })

  it('allocates an id unless one is given that is not negative', () => {
    expect(readSchemaOffer({ id: -1 }, 'x').schemaId).toBeUndefined()
    expect(readSchemaOffer({ id: 0 }, 'x').schemaId).toBe(0)
    expect(readSchemaOffer({ id: '12' }, 'x').schemaId).toBe(12)
  })

  it('keeps empty metadata and an empty rule set apart from none', () => {
    const offer = readSchemaOffer({ metadata: {}, ruleSet: {} }, 'x')
    expect(offer.metadata).toEqual({})
    expect(offer.ruleSet).toEqual({})
  })

  it('sorts maps and sets by code unit and drops repetitions', () => {
    const { metadata } = readSchemaOffer(
      {
        metadata: {
          tags: { b: ['z', 'a', 'z'], '10': ['x'], '9': [] },
          properties: { b: 1, B: true, é: 'x' },
          sensitive: ['b', 'a'],
        },
      },
      'x',
    )
    expect([...(metadata?.tags ?? [])]).toEqual([
      ['10', ['x']],
      ['9', []],
      ['b', ['a', 'z']],
    ])
    expect([...(metadata?.properties ?? [])]).toEqual([
      ['B', 'true'],
      ['b', '1'],
      ['é', 'x'],
    ])
    expect(metadata?.sensitive).toEqual(['a', 'b'])
  })

  it('takes inherited names as data', () => {
    const body = JSON.parse(
      '{"metadata":{"properties":{"__proto__":"a","constructor":"b"}}}',
    ) as unknown
    const { metadata } = readSchemaOffer(body, 'x')
    expect([...(metadata?.properties ?? [])]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  it('reads tags of entities', () => {
    const edit = {
      schemaEntity: { entityPath: 'R.f', entityType: 'sr_field' },
      tags: ['PII', 'PII'],
    }
    expect(readSchemaOffer({ schemaTagsToAdd: [edit] }, 'x').tagsToAdd).toEqual([
      { entityPath: 'R.f', entityType: 'sr_field', tags: ['PII', 'PII'] },
    ])
  })

  it.each([
    [{ references: {} }, "'references': expected an array"],
    [{ references: [null] }, "'references[0]': expected a value, found null"],
    [{ references: ['a'] }, "'references[0]': expected an object"],
    [{ references: [{ version: 'one' }] }, "'references[0].version': expected a 32-bit integer"],
    [{ metadata: [] }, "'metadata': expected an object"],
    [{ metadata: { properties: { a: null } } }, "'metadata.properties.a': expected a value"],
    [{ metadata: { tags: { a: 'b' } } }, "'metadata.tags.a': expected an array"],
    [{ metadata: { sensitive: 'a' } }, "'metadata.sensitive': expected an array"],
    [
      { ruleSet: { domainRules: [{ kind: 'transform' }] } },
      "domainRules[0].kind': expected one of",
    ],
    [{ ruleSet: { domainRules: [{ mode: 'BOTH' }] } }, "domainRules[0].mode': expected one of"],
    [{ ruleSet: { enableAt: 'HOME' } }, "'ruleSet.enableAt': expected one of"],
    [{ schemaTagsToAdd: [{ tags: ['a'] }] }, 'expected entityPath and entityType'],
    [
      { schemaTagsToAdd: [{ schemaEntity: { entityPath: 'a', entityType: 'field' } }] },
      'expected one of sr_record, sr_field',
    ],
    [{ schema: { type: 'string' } }, "'schema': expected a string, found an object"],
    [{ schema: ['"string"'] }, "'schema': expected a string, found an array"],
    [{ propagateSchemaTags: 'perhaps' }, "'propagateSchemaTags': expected true or false"],
  ])('%j is of the wrong shape', (body, reason) => {
    expect(outcome(() => readSchemaOffer(body, 'x'))).toMatch(/^400 /)
    expect(outcome(() => readSchemaOffer(body, 'x'))).toContain(reason)
  })

  it.each(shapes)('%j as any member gives a value or a clear refusal', (value) => {
    for (const name of [
      'schema',
      'schemaType',
      'references',
      'metadata',
      'ruleSet',
      'version',
      'id',
    ]) {
      expect(outcome(() => readSchemaOffer({ [name]: value }, 'x'))).toMatch(
        /^(?:ok|400 Cannot read)/,
      )
    }
  })
})

describe('a body that must be there', () => {
  it.each([
    ['register.arg6', readSchemaOffer],
    ['modifyTags.arg4', readTagRequest],
    ['updateTopLevelConfig.arg1', readConfigUpdate],
    ['createAssociation.arg4', readAssociationRequest],
    ['batchGetAssociations.arg1', readAssociationQueries],
    ['mutateAssociations.arg4', readAssociationMutations],
  ] as const)('is missed as %s', (argument, read) => {
    const message = `422 ${argument} must not be null (was null)`
    expect(outcome(() => read(undefined, argument))).toBe(message)
    expect(outcome(() => read(null, argument))).toBe(message)
    for (const body of [[], 'text', 1, true]) {
      expect(outcome(() => read(body, argument))).toMatch(/^400 Cannot read .*expected an object/)
    }
  })
})

describe('a config body', () => {
  it('tells absent, null and set members apart', () => {
    expect(readConfigUpdate({}, 'x')).toEqual({})
    expect(readConfigUpdate({ normalize: null, compatibility: 'full' }, 'x')).toEqual({
      normalize: null,
      compatibilityLevel: 'FULL',
    })
  })

  it('reads every member', () => {
    const body = {
      alias: 'a',
      aliasForDeks: 'b',
      normalize: true,
      validateFields: 'true',
      validateNewSchemas: 0,
      validateRules: false,
      compatibility: 'Backward_Transitive',
      compatibilityPolicy: 'lenient',
      compatibilityGroup: 'g',
      defaultMetadata: { properties: { a: 'b' } },
      overrideMetadata: {},
      defaultRuleSet: { domainRules: [] },
      overrideRuleSet: {},
      strictness: 'sound',
      protobufRules: 'WIRE_JSON',
    }
    expect(readConfigUpdate(body, 'x')).toEqual({
      alias: 'a',
      aliasForDeks: 'b',
      normalize: true,
      validateFields: true,
      validateNewSchemas: false,
      validateRules: false,
      compatibilityLevel: 'BACKWARD_TRANSITIVE',
      compatibilityPolicy: 'LENIENT',
      compatibilityGroup: 'g',
      defaultMetadata: { properties: new Map([['a', 'b']]) },
      overrideMetadata: {},
      defaultRuleSet: { domainRules: [] },
      overrideRuleSet: {},
      strictness: 'sound',
      protobufRules: 'WIRE_JSON',
    })
  })

  it.each(['', 'sideways', 'BACKWARDS', '__proto__', 'constructor'])(
    'with the level "%s" is invalid',
    (compatibility) => {
      expect(outcome(() => readConfigUpdate({ compatibility }, 'x'))).toMatch(/^42203 /)
    },
  )

  it.each([
    [{ strictness: 'lax' }, "Invalid strictness 'lax'. Valid values are reference, sound"],
    [
      { protobufRules: 'wire' },
      "Invalid protobufRules 'wire'. Valid values are WIRE, WIRE_JSON, PACKAGE, FILE",
    ],
  ])('%j is no value of ours', (body, message) => {
    expect(outcome(() => readConfigUpdate(body, 'x'))).toBe(`422 ${message}`)
  })

  it('forgets a policy that is none', () => {
    expect(readConfigUpdate({ compatibilityPolicy: 'loose' }, 'x')).toEqual({
      compatibilityPolicy: null,
    })
  })

  it.each([
    [{ strictness: {} }, 'expected a string'],
    [{ normalize: 'maybe' }, 'expected true or false'],
    [{ alias: {} }, 'expected a string'],
    [{ compatibility: [] }, 'expected a string'],
  ])('%j is of the wrong shape', (body, reason) => {
    expect(outcome(() => readConfigUpdate(body, 'x'))).toContain(reason)
  })
})

describe('an association body', () => {
  it('reads a request with its schema', () => {
    const request = readAssociationRequest(
      {
        resourceName: 'orders',
        resourceNamespace: 'lkc',
        resourceId: 'id',
        associations: [{ associationType: 'value', lifecycle: 'STRONG', schema: { schema: 'x' } }],
      },
      'x',
    )
    expect(request).toMatchObject({ resourceName: 'orders', resourceType: undefined })
    expect(request.associations?.[0]).toMatchObject({
      associationType: 'value',
      lifecycle: 'STRONG',
      frozen: undefined,
      normalize: false,
      schema: { schemaText: 'x', version: 0 },
    })
  })

  it('reads the three operations of a batch', () => {
    const mutations = readAssociationMutations(
      {
        requests: [
          {
            resourceId: 'id',
            associations: [
              { opType: 'CREATE', subject: 's' },
              { opType: 'UPSERT', frozen: true },
              { opType: 'DELETE', associationType: 'key', cascadeLifecycle: true },
            ],
          },
        ],
      },
      'x',
    )
    expect(mutations?.[0]?.operations?.map((operation) => operation.opType)).toEqual([
      'CREATE',
      'UPSERT',
      'DELETE',
    ])
    expect(readAssociationMutations({}, 'x')).toBeUndefined()
    expect(readAssociationQueries({ requests: [] }, 'x')).toEqual([])
  })

  it.each([
    [{ associations: [{ lifecycle: 'weak' }] }, 'expected one of STRONG, WEAK'],
    [{ associations: {} }, "'associations': expected an array"],
    [{ associations: [{ schema: [] }] }, "'associations[0].schema': expected an object"],
    [{ resourceName: [] }, "'resourceName': expected a string"],
  ])('%j is of the wrong shape', (body, reason) => {
    expect(outcome(() => readAssociationRequest(body, 'x'))).toContain(reason)
  })

  it.each([
    [{ requests: [{ associations: [{}] }] }, 'opType is missing'],
    [{ requests: [{ associations: [{ opType: 'create' }] }] }, 'expected one of CREATE'],
    [{ requests: 'all' }, "'requests': expected an array"],
  ])('%j is no batch', (body, reason) => {
    expect(outcome(() => readAssociationMutations(body, 'x'))).toContain(reason)
  })
})
