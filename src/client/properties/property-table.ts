import { clientProperties } from './client-properties.ts'
import { sets } from './property-draft.ts'
import type { Apply } from './property-draft.ts'
import { refusedPrefixes, serdeProperties } from './serde-properties.ts'

const CLIENT_PREFIX = 'schema.registry.'
const HEADER_PREFIX = 'request.header.'

const url = sets('client', 'url', (_name, value) => String(value))

/**
 * What a property does; `undefined` when nobody knows it.
 *
 * @see Serde 2, 4, 5.6
 */
export function propertyNamed(name: string): Apply | undefined {
  if (name === 'schema.registry.url') return url
  const bare = name.startsWith(CLIENT_PREFIX) ? name.slice(CLIENT_PREFIX.length) : undefined
  if (bare !== undefined) return clientPropertyNamed(bare)
  const known = serdeProperties.get(name) ?? clientPropertyNamed(name)
  if (known !== undefined) return known
  for (const [prefix, apply] of refusedPrefixes) if (name.startsWith(prefix)) return apply
  return undefined
}

function clientPropertyNamed(name: string): Apply | undefined {
  if (!name.startsWith(HEADER_PREFIX)) return clientProperties.get(name)
  return (draft, value) => {
    draft.headers[name.slice(HEADER_PREFIX.length)] = String(value)
  }
}
