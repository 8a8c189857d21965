/**
 * The words in which native schemas carry what their own types cannot say.
 *
 * @see Confluent Cloud for Apache Flink, Data Type Mappings; Kafka Connect, JsonSchemaData and
 *   ProtobufData of the Confluent converters
 */
export const metaWords = {
  connectType: 'connect.type',
  connectVersion: 'connect.version',
  connectIndex: 'connect.index',
  connectParameters: 'connect.parameters',
  decimalPrecision: 'connect.decimal.precision',
  flinkType: 'flink.type',
  flinkPrecision: 'flink.precision',
  flinkMinLength: 'flink.minLength',
  flinkMaxLength: 'flink.maxLength',
  flinkNotNull: 'flink.notNull',
  flinkWrapped: 'flink.wrapped',
  tags: 'confluent:tags',
  /** Our own: a column's condition and options, which no public mapping names. */
  check: 'confluent:check',
  options: 'confluent:params',
} as const

/** Titles and names of Kafka Connect's logical types. */
export const connectNames = {
  decimal: 'org.apache.kafka.connect.data.Decimal',
  date: 'org.apache.kafka.connect.data.Date',
  time: 'org.apache.kafka.connect.data.Time',
  timestamp: 'org.apache.kafka.connect.data.Timestamp',
} as const
