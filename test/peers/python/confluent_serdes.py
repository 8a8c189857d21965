"""confluent-kafka's serializers: three formats, the id in the prefix and in a header."""

from confluent_kafka.schema_registry import Schema, SchemaReference
from confluent_kafka.schema_registry import header_schema_id_serializer, prefix_schema_id_serializer
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

from confluent_client import avro, connect
from samples import GROUP, MESSAGES, PERSON, TEAM, USER, USER_NEXT
from suite import same, test, unique

LOCATIONS = [(prefix_schema_id_serializer, []), (header_schema_id_serializer, ["__value_schema_id"])]


def trip(writer, reader, value, topic, headers_wanted):
    """Writes and reads one value; the two sides share no client, so nothing comes from a cache."""
    context = SerializationContext(topic, MessageField.VALUE, [])
    payload = writer(value, context)
    same([name for name, _ in context.headers], headers_wanted)
    if not headers_wanted:
        same(payload[0], 0)
    return reader(payload, context)


@test
def avro_values_travel():
    # This client's Avro reader refuses payloads below six bytes, also where the id is in a header.
    value = {"id": 7, "name": "long enough"}
    for location, headers in LOCATIONS:
        writer = AvroSerializer(connect(), USER, conf={"schema.id.serializer": location})
        same(trip(writer, AvroDeserializer(connect()), value, unique("t"), headers), value)


@test
def avro_is_read_with_another_schema():
    topic = unique("t")
    writer = AvroSerializer(connect(), USER)
    reader = AvroDeserializer(connect(), USER_NEXT)
    same(trip(writer, reader, {"id": 7, "name": "ab"}, topic, []), {"id": 7, "name": "ab", "nick": None})


@test
def avro_with_references_travels():
    client, part, topic = connect(), unique("py"), unique("t")
    client.register_schema(part, avro(USER))
    value = {"head": {"id": 7, "name": "ab"}}
    writer = AvroSerializer(client, Schema(GROUP, "AVRO", [SchemaReference("ex.User", part, 1)]))
    same(trip(writer, AvroDeserializer(connect()), value, topic, []), value)


@test
def the_latest_version_is_written():
    client, topic = connect(), unique("t")
    client.register_schema(f"{topic}-value", avro(USER))
    conf = {"auto.register.schemas": False, "use.latest.version": True}
    value = {"id": 7, "name": "ab"}
    same(trip(AvroSerializer(connect(), conf=conf), AvroDeserializer(connect()), value, topic, []), value)


@test
def json_values_travel():
    for location, headers in LOCATIONS:
        writer = JSONSerializer(PERSON, connect(), conf={"schema.id.serializer": location})
        reader = JSONDeserializer(None, schema_registry_client=connect())
        same(trip(writer, reader, {"id": 7}, unique("t"), headers), {"id": 7})


@test
def json_with_references_travels():
    client, part, topic = connect(), unique("py"), unique("t")
    client.register_schema(part, Schema(PERSON, "JSON"))
    writer = JSONSerializer(Schema(TEAM, "JSON", [SchemaReference("person.json", part, 1)]), client)
    reader = JSONDeserializer(None, schema_registry_client=connect())
    same(trip(writer, reader, {"lead": {"id": 7}}, topic, []), {"lead": {"id": 7}})


def protobuf_samples():
    first = MESSAGES["peer.First"](text="ab")
    second = MESSAGES["peer.Second"]()
    second.part.text = "cd"
    return [first, second, MESSAGES["peer.Second.Inner"](text="ef")]


@test
def protobuf_values_travel():
    for location, headers in LOCATIONS:
        for value in protobuf_samples():
            writer = ProtobufSerializer(type(value), connect(), {"schema.id.serializer": location})
            reader = ProtobufDeserializer(type(value), {}, schema_registry_client=connect())
            same(trip(writer, reader, value, unique("t"), headers), value)


@test
def protobuf_registers_what_it_imports():
    topic, value = unique("t"), protobuf_samples()[1]
    ProtobufSerializer(type(value), connect())(value, SerializationContext(topic, MessageField.VALUE, []))
    kept = connect().get_latest_version(f"{topic}-value").schema
    same([reference.name for reference in kept.references], ["peer/part.proto"])
    same(connect().get_latest_version(kept.references[0].subject).schema.schema_type, "PROTOBUF")
