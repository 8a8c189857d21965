import { expect, it } from 'vitest'
import { proxyOf } from '../../../src/client/transport/proxy.ts'

it.each([
  { url: 'http://ann:100%@proxy:3128', pair: 'ann:100%' },
  { url: 'http://ann:a%40b@proxy:3128', pair: 'ann:a@b' },
])('the password in $url is meant as it stands', ({ url, pair }) => {
  expect(proxyOf(url).headers).toEqual({
    'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}`,
  })
})
