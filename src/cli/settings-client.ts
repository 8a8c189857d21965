import { RegistryClient } from '../client/registry-client.ts'
import type { RegistryClientOptions } from '../client/registry-client.ts'
import { Transport } from '../client/transport/transport.ts'
import type { SettingsBody } from '../rest/bodies.ts'
import { unlessUnsupported } from './unless-missing.ts'

/** As many as the registry gives at once. */
const PAGE = 10_000

/** A registry client that also lists settings, which only Concordat does. */
export class SettingsClient extends RegistryClient {
  readonly #transport: Transport

  constructor(options: RegistryClientOptions) {
    super(options)
    this.#transport = new Transport(options)
  }

  /**
   * Everything that is set, with or without versions, page by page.
   *
   * @returns `undefined` when the registry has no such list
   * @throws RequestError
   */
  async listSettings(): Promise<AsyncIterable<readonly SettingsBody[]> | undefined> {
    const first = await unlessUnsupported(this.#page(0))
    return first === undefined ? undefined : this.#from(first)
  }

  async *#from(first: readonly SettingsBody[]): AsyncGenerator<readonly SettingsBody[]> {
    let offset = 0
    for (let page = first; page.length > 0; page = await this.#page(offset)) {
      yield page
      offset += page.length
    }
  }

  async #page(offset: number): Promise<readonly SettingsBody[]> {
    const page = await this.#transport.request({
      method: 'GET',
      path: ['settings'],
      query: { offset, limit: PAGE },
      operation: 'list settings',
    })
    return page as readonly SettingsBody[]
  }
}
