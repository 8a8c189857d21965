import { createRequire } from 'node:module'
import type protobuf from 'protobufjs'
import type descriptor from 'protobufjs/ext/descriptor.js'

const require = createRequire(import.meta.url)

/** The Protobuf library, loaded with the first descriptor: most texts never become one. */
export function protobufjs(): typeof protobuf {
  return require('protobufjs') as typeof protobuf
}

/** The library's own descriptor.proto. */
export function descriptorProto(): typeof descriptor {
  return require('protobufjs/ext/descriptor.js') as typeof descriptor
}
