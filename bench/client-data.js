/** Small (5 fields) and medium (30 fields, nested) records of the three formats, with their schemas. */

const names = Array.from({ length: 20 }, (_, index) => `field${index}`)

const small = { id: 42, name: 'Ada Lovelace', email: 'ada@example.org', active: true, score: 12.5 }
const address = { street: '1 Main Street', city: 'Utrecht', zip: '3511', country: 'NL', floor: 3 }
const medium = {
  ...small,
  ...Object.fromEntries(names.slice(0, 18).map((name, index) => [name, `value ${index}`])),
  address,
  tags: ['one', 'two', 'three'],
}

const avroSmall = [
  { name: 'id', type: 'int' },
  { name: 'name', type: 'string' },
  { name: 'email', type: ['null', 'string'], default: null },
  { name: 'active', type: 'boolean' },
  { name: 'score', type: 'double' },
]
const avroRecord = (name, fields) => JSON.stringify({ type: 'record', name, fields })
const avroMedium = [
  ...avroSmall,
  ...names.slice(0, 18).map((name) => ({ name, type: 'string' })),
  {
    name: 'address',
    type: {
      type: 'record',
      name: 'Address',
      fields: Object.entries(address).map(([name, value]) => ({
        name,
        type: typeof value === 'string' ? 'string' : 'int',
      })),
    },
  },
  { name: 'tags', type: { type: 'array', items: 'string' } },
]
const added = { name: 'note', type: ['null', 'string'], default: null }

const protoSmall =
  'int32 id = 1; string name = 2; string email = 3; bool active = 4; double score = 5;'
const protoMedium = `${protoSmall}
${names
  .slice(0, 18)
  .map((name, index) => `string ${name} = ${index + 6};`)
  .join('\n')}
Address address = 24; repeated string tags = 25;
message Address { string street = 1; string city = 2; string zip = 3; string country = 4; int32 floor = 5; }`
const protoFile = (body) => `syntax = "proto3";\nmessage Rec {\n${body}\n}\n`

const jsonType = { string: 'string', number: 'number', boolean: 'boolean' }
const jsonProperties = (value) =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonSchemaOf(member)]))
function jsonSchemaOf(value) {
  if (Array.isArray(value)) return { type: 'array', items: jsonSchemaOf(value[0]) }
  if (typeof value === 'object') {
    return { type: 'object', properties: jsonProperties(value), required: Object.keys(value) }
  }
  return { type: jsonType[typeof value] }
}

export const cases = [
  {
    size: 'small',
    value: small,
    AVRO: avroRecord('Rec', avroSmall),
    evolved: avroRecord('Rec', [...avroSmall, added]),
    PROTOBUF: protoFile(protoSmall),
    JSON: JSON.stringify(jsonSchemaOf(small)),
  },
  {
    size: 'medium',
    value: medium,
    AVRO: avroRecord('Rec', avroMedium),
    evolved: avroRecord('Rec', [...avroMedium, added]),
    PROTOBUF: protoFile(protoMedium),
    JSON: JSON.stringify(jsonSchemaOf(medium)),
  },
]

/** The small record, each text of it under a pattern such as people write. */
export const withPatterns = {
  size: 'small with patterns',
  value: small,
  JSON: JSON.stringify({
    type: 'object',
    properties: {
      ...jsonProperties(small),
      name: { type: 'string', pattern: '^[A-Z][a-z]+( [A-Z][a-z]+)?$' },
      email: { type: 'string', pattern: '^[^@ ]+@[^@ ]+\\.[a-z]{2,}$' },
    },
    patternProperties: { '^x-': { type: 'string' } },
    required: Object.keys(small),
  }),
}
