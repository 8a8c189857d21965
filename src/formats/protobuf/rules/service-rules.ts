import type { RpcNode, ServiceNode } from '../ast.ts'
import { optionText } from '../field-facts.ts'
import { lookUpType } from '../scope.ts'
import { changeText, elementPath, rpcsByName } from './element.ts'
import type { Element, Elements, LintFinding, Versions } from './element.ts'
import type { LintRule } from './rule-table.ts'

/** An rpc and the service it is part of. */
interface HousedRpc {
  readonly rpc: RpcNode
  readonly service: Element<ServiceNode>
}

const kept: readonly (readonly [rule: LintRule, property: (housed: HousedRpc) => string])[] = [
  ['RPC_SAME_REQUEST_TYPE', ({ rpc, service }) => fullName(service, rpc.request.name)],
  ['RPC_SAME_RESPONSE_TYPE', ({ rpc, service }) => fullName(service, rpc.response.name)],
  ['RPC_SAME_CLIENT_STREAMING', ({ rpc }) => streaming(rpc.request)],
  ['RPC_SAME_SERVER_STREAMING', ({ rpc }) => streaming(rpc.response)],
  [
    'RPC_SAME_IDEMPOTENCY_LEVEL',
    ({ rpc }) => optionText(rpc.options, 'idempotency_level') ?? 'IDEMPOTENCY_UNKNOWN',
  ],
]

function fullName({ scope }: Element<ServiceNode>, name: string): string {
  return lookUpType(scope, name)?.fullName ?? name
}

function streaming({ isStream }: { readonly isStream: boolean }): string {
  return isStream ? 'streaming' : 'single'
}

/** Holds every service that both versions have against each other. */
export function checkServices({ current, previous }: Versions<Elements>): readonly LintFinding[] {
  return [...previous.services].flatMap(([name, before]) => {
    const now = current.services.get(name)
    return now === undefined ? [] : checkRpcs({ current: now, previous: before })
  })
}

function checkRpcs({ current, previous }: Versions<Element<ServiceNode>>): readonly LintFinding[] {
  const rpcs = rpcsByName(current.node)
  return previous.node.rpcs.flatMap((before): readonly LintFinding[] => {
    const now = rpcs.get(before.name)
    const path = elementPath(current, before.name)
    if (now === undefined) {
      return [{ rule: 'RPC_NO_DELETE', path, info: '', current: undefined, previous: before }]
    }
    return kept.flatMap(([rule, property]) => {
      const info = changeText({
        current: property({ rpc: now, service: current }),
        previous: property({ rpc: before, service: previous }),
      })
      return info === undefined ? [] : [{ rule, path, info, current: now, previous: before }]
    })
  })
}
