import fc from 'fast-check'
import { MAX_LENGTH } from '../../../src/formats/logical/ast.ts'
import type {
  Annotated,
  Declaration,
  Field,
  Literal,
  LogicalSchema,
  LogicalType,
  TypeUse,
} from '../../../src/formats/logical/ast.ts'

const names = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'id',
    'Order',
    'INT',
    'not',
    'x y',
    'back`tick',
    '__proto__',
    'ключ',
    '',
  ),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/),
)
const typeNames = fc.constantFrom('A', 'B', 'C', 'n.D', 'type', 'MAP')
const texts = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom("it's", '--', '/*', 'a\nb', '"'),
)

const plain: fc.Arbitrary<LogicalType> = fc.oneof(
  fc
    .constantFrom(
      'boolean' as const,
      'tinyint' as const,
      'smallint' as const,
      'int' as const,
      'bigint' as const,
      'float' as const,
      'double' as const,
      'date' as const,
      'variant' as const,
    )
    .map((kind) => ({ kind })),
  fc.record({
    kind: fc.constantFrom('char' as const, 'varchar' as const, 'binary' as const),
    length: fc.constantFrom(0, 1, 20, MAX_LENGTH),
  }),
  fc.record({
    kind: fc.constantFrom('time' as const, 'timestamp' as const, 'timestamp_ltz' as const),
    precision: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({
    kind: fc.constant('decimal' as const),
    precision: fc.integer({ min: 0, max: 50 }),
    scale: fc.integer({ min: 0, max: 50 }),
  }),
  typeNames.map((name) => ({ kind: 'ref' as const, name })),
)

const literals: fc.Arbitrary<Literal> = fc.letrec<{ literal: Literal }>((tie) => ({
  literal: fc.oneof(
    { maxDepth: 2 },
    fc.constant({ kind: 'null' as const }),
    fc.boolean().map((value) => ({ kind: 'boolean' as const, value })),
    fc
      .constantFrom('0', '-1', '12.50', '1e3', '-2.5E-3')
      .map((text) => ({ kind: 'number' as const, text })),
    texts.map((value) => ({ kind: 'string' as const, value })),
    fc.constantFrom('', 'CAFE', '00').map((hex) => ({ kind: 'bytes' as const, hex })),
    fc.array(tie('literal'), { maxLength: 2 }).map((items) => ({ kind: 'array' as const, items })),
    fc
      .array(fc.tuple(texts, tie('literal')), { maxLength: 2 })
      .map((entries) => ({ kind: 'map' as const, entries: new Map(entries) })),
  ),
})).literal

const annotations: fc.Arbitrary<Annotated> = fc.record({
  comment: fc.option(texts, { nil: undefined }),
  tags: fc.array(texts, { maxLength: 2 }),
  options: fc.array(fc.tuple(texts, texts), { maxLength: 2 }).map((pairs) => new Map(pairs)),
})

const { use: uses, field: fields } = fc.letrec<{
  use: TypeUse
  type: LogicalType
  field: Field
}>((tie) => ({
  use: fc.record({ type: tie('type'), nullable: fc.boolean() }),
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    plain,
    fc.record({
      kind: fc.constantFrom('array' as const, 'multiset' as const),
      element: tie('use'),
    }),
    fc.record({ kind: fc.constant('map' as const), key: tie('use'), value: tie('use') }),
    fc.record({
      kind: fc.constant('struct' as const),
      fields: fc.uniqueArray(tie('field'), { selector: ({ name }) => name, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('union' as const),
      branches: fc.uniqueArray(
        fc.record({ name: fc.option(names, { nil: undefined }), type: tie('use') }),
        { selector: ({ name }) => name ?? Symbol('none'), maxLength: 3 },
      ),
    }),
  ),
  field: fc
    .record({
      name: names,
      type: tie('use'),
      default: fc.option(literals, { nil: undefined }),
      check: fc.option(fc.constantFrom('', 'a > 0', "b <> ')' AND (c)"), { nil: undefined }),
      about: annotations,
    })
    .map(({ about, ...field }) => ({ ...field, ...about })),
}))

const declarations: fc.Arbitrary<Declaration> = fc.oneof(
  fc
    .record({
      kind: fc.constant('struct' as const),
      name: typeNames,
      fields: fc.uniqueArray(fields, { selector: ({ name }) => name, maxLength: 4 }),
      about: annotations,
    })
    .map(({ about, ...declaration }) => ({ ...declaration, ...about })),
  fc
    .record({
      kind: fc.constant('enum' as const),
      name: typeNames,
      symbols: fc.uniqueArray(texts, { maxLength: 3 }),
      about: annotations,
    })
    .map(({ about, ...declaration }) => ({ ...declaration, ...about })),
)

/** Anything that the language can say, however little sense it makes. */
export const logicalSchemas: fc.Arbitrary<LogicalSchema> = fc
  .record({
    namespace: fc.option(fc.constantFrom('com.acme', 'n', 'x y.INT'), { nil: undefined }),
    uris: fc.array(texts, { maxLength: 2 }),
    declarations: fc.uniqueArray(declarations, { selector: ({ name }) => name, maxLength: 3 }),
    root: uses,
  })
  .map(({ uris, ...schema }) => ({
    ...schema,
    aliases: uris.map((uri, i) => ({ name: `Alias${i}`, uri })),
  }))

const columnTypes = fc.letrec<{ use: TypeUse; type: LogicalType }>((tie) => ({
  use: fc.record({ type: tie('type'), nullable: fc.boolean() }),
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc
      .constantFrom(
        'boolean' as const,
        'tinyint' as const,
        'smallint' as const,
        'int' as const,
        'bigint' as const,
        'float' as const,
        'double' as const,
        'date' as const,
      )
      .map((kind) => ({ kind })),
    fc.record({
      kind: fc.constantFrom(
        'char' as const,
        'varchar' as const,
        'binary' as const,
        'varbinary' as const,
      ),
      length: fc.integer({ min: 1, max: 30 }),
    }),
    fc.record({
      kind: fc.constantFrom('time' as const, 'timestamp' as const, 'timestamp_ltz' as const),
      precision: fc.integer({ min: 0, max: 6 }),
    }),
    fc
      .tuple(fc.integer({ min: 1, max: 38 }), fc.integer({ min: 0, max: 38 }))
      .filter(([precision, scale]) => scale <= precision)
      .map(([precision, scale]) => ({ kind: 'decimal' as const, precision, scale })),
    fc.constantFrom('Part', 'Colour').map((name) => ({ kind: 'ref' as const, name })),
    fc.record({ kind: fc.constant('array' as const), element: tie('use') }),
    fc.record({
      kind: fc.constant('map' as const),
      key: fc.constantFrom<TypeUse>(
        { type: { kind: 'varchar', length: MAX_LENGTH }, nullable: false },
        { type: { kind: 'int' }, nullable: false },
      ),
      value: tie('use'),
    }),
  ),
})).use

const bare: Annotated = { comment: undefined, tags: [], options: new Map() }

/** Schemas that every native format can carry without losing anything. */
export const commonSchemas: fc.Arbitrary<LogicalSchema> = fc
  .array(fc.record({ type: columnTypes, comment: fc.option(texts, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((columns) => ({
    namespace: undefined,
    aliases: [],
    declarations: [
      {
        kind: 'struct',
        name: 'Part',
        fields: [field('of', { type: { kind: 'ref', name: 'Colour' }, nullable: true })],
        ...bare,
      },
      { kind: 'enum', name: 'Colour', symbols: ['RED', 'GREEN'], ...bare },
      {
        kind: 'struct',
        name: 'Row',
        fields: columns.map(({ type, comment }, i) => field(`c${i}`, type, comment)),
        ...bare,
      },
    ],
    root: { type: { kind: 'ref', name: 'Row' }, nullable: false },
  }))

function field(name: string, type: TypeUse, comment?: string): Field {
  return { name, type, default: undefined, check: undefined, ...bare, comment }
}
