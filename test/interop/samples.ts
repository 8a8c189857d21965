/** One schema per format that exercises what clients have disagreed about, and a value of it. */
export const avro = {
  schemaType: 'AVRO',
  schemaText: JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [
      { name: 'id', type: 'int' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'raw', type: 'bytes' },
    ],
  }),
  value: { id: -3, note: 'é', tags: ['a', 'b'], raw: Buffer.from([1, 2]) },
} as const

export const json = {
  schemaType: 'JSON',
  schemaText: JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Order',
    type: 'object',
    properties: { id: { type: 'integer' }, note: { type: 'string' } },
  }),
  value: { id: 1, note: 'é' },
} as const

export const protobuf = {
  schemaType: 'PROTOBUF',
  schemaText: `syntax = "proto3";
package shop;

import "google/protobuf/timestamp.proto";

message Other {
  int32 o = 1;
}
message Order {
  int64 id = 1;
  string note = 2;
  map<string, int32> counts = 3;
  google.protobuf.Timestamp at = 4;
  repeated Line lines = 5;

  message Line {
    double price = 1;
  }
}
`,
  message: 'shop.Order',
  value: {
    id: 2n ** 60n,
    note: 'é',
    counts: { a: 1 },
    at: { seconds: 5n, nanos: 6 },
    lines: [{ price: 1.5 }],
  },
} as const
