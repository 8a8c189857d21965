import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  exports: Record<string, { types: string; default: string } | string>
}

/** What each door of the package offers as values; a name that goes is a breaking change. */
const offered: Readonly<Record<string, readonly string[]>> = {
  '.': [
    'AvroDeserializer',
    'AvroSerializer',
    'Deserializer',
    'JsonDeserializer',
    'JsonSerializer',
    'ProtobufDeserializer',
    'ProtobufSerializer',
    'RegistryApi',
    'RegistryClient',
    'RequestError',
    'SerdeError',
    'Serializer',
    'WireFault',
    'attachSerializers',
    'decodeBatch',
    'decodeEachMessage',
    'frame',
    'fromProperties',
    'generateTypes',
    'platformaticRegistry',
    'readMessageIndexes',
    'readSchemaHeader',
    'schemaHeaderNames',
    'typeNameOf',
    'unframe',
    'wrapConsumer',
    'wrapProducer',
    'writeMessageIndexes',
    'writePrefix',
    'writeSchemaHeader',
  ],
  './server': ['ConfigError', 'createServer', 'loadConfig', 'startServer'],
  './compatibility': [
    'SchemaFault',
    'checkCompatibility',
    'compatibilityLevels',
    'compatibilityPolicies',
    'parseCompatibilityLevel',
    'protobufRuleCategories',
    'schemaTypes',
    'strictnesses',
  ],
  './errors': ['RegistryError', 'catalog', 'isRegistryError', 'registryError'],
}

describe('the doors of the package', () => {
  it('are these and no others', () => {
    expect(Object.keys(manifest.exports).toSorted()).toEqual(
      [...Object.keys(offered), './package.json'].toSorted(),
    )
  })

  it.each(Object.entries(offered))('%s offers these names', async (door, names) => {
    const target = manifest.exports[door]
    if (typeof target !== 'object') throw new Error(`${door} has no module`)
    const module = (await import(new URL(`../${target.default}`, import.meta.url).href)) as object
    expect(Object.keys(module).toSorted()).toEqual(names.toSorted())
  })
})
