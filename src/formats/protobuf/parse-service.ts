import type { OptionNode, RpcNode, RpcType, ServiceNode } from './ast.ts'
import type { Lexer } from './lex.ts'
import { parseOption } from './parse-option.ts'

/** Reads a service behind its keyword. */
export function parseService(lexer: Lexer, start: number): ServiceNode {
  const name = lexer.name()
  const options: OptionNode[] = []
  const rpcs: RpcNode[] = []
  lexer.require('{')
  while (!lexer.take('}')) {
    if (lexer.take(';')) continue
    const at = lexer.skip()
    const word = lexer.word()
    if (word === 'rpc') rpcs.push(readRpc(lexer, at))
    else if (word === 'option') options.push(readOptionStatement(lexer))
    else lexer.fail(`unexpected label: ${word}`, at)
  }
  return { kind: 'service', start, name, options, rpcs }
}

function readRpc(lexer: Lexer, start: number): RpcNode {
  const name = lexer.name()
  const request = readRpcType(lexer)
  const at = lexer.skip()
  if (lexer.word() !== 'returns') lexer.fail("expected 'returns'", at)
  const response = readRpcType(lexer)
  const options: OptionNode[] = []
  if (!lexer.take('{')) {
    lexer.require(';')
    return { kind: 'rpc', start, name, request, response, options }
  }
  while (!lexer.take('}')) {
    if (lexer.take(';')) continue
    const optionAt = lexer.skip()
    const word = lexer.word()
    if (word !== 'option') lexer.fail(`unexpected label: ${word}`, optionAt)
    options.push(readOptionStatement(lexer))
  }
  return { kind: 'rpc', start, name, request, response, options }
}

function readRpcType(lexer: Lexer): RpcType {
  lexer.require('(')
  const word = lexer.word()
  // A message may itself be called `stream`.
  const isStream = word === 'stream' && lexer.peek() !== ')'
  const name = isStream ? lexer.word() : word
  lexer.require(')')
  return { name, isStream }
}

/** Reads the rest of `option name = value;`. */
export function readOptionStatement(lexer: Lexer): OptionNode {
  const option = parseOption(lexer)
  lexer.require(';')
  return option
}
