import type { Registry } from '../../registry/registry.ts'
import { asMap, asText } from '../read-value.ts'
import type { Route } from '../route-table.ts'

/** The version of the protocol's reference that is spoken; clients look at it. */
const PROTOCOL_VERSION = '8.5.0-0'
const GROUP_ID = 'schema-registry'

/** The root, and what the server says about itself. Rest-api 2.1, 2.9. */
export function serverRoutes(registry: Registry, build: string): readonly Route[] {
  const clusters = {
    'kafka-cluster': registry.clusterId,
    'schema-registry-cluster': GROUP_ID,
  }
  return [
    { method: 'GET', url: '/', run: () => '{}' },
    {
      method: 'POST',
      url: '/',
      run: (ask) => {
        asMap(asText)(ask.readBody(), 'body')
        return '{}'
      },
    },
    {
      method: 'GET',
      url: '/v1/metadata/id',
      run: () => JSON.stringify({ scope: { path: [], clusters } }),
    },
    {
      method: 'GET',
      url: '/v1/metadata/version',
      run: () => JSON.stringify({ version: PROTOCOL_VERSION, commitId: build }),
    },
    { method: 'GET', url: '/v1/metadata/deployment', run: () => '{"attributes":[]}' },
  ]
}
