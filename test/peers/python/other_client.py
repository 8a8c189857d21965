"""python-schema-registry-client, which knows Avro and JSON and sends subjects as they are."""

from schema_registry.client import SchemaRegistryClient
from schema_registry.client.errors import ClientError
from schema_registry.client.schema import SchemaFactory
from schema_registry.serializers import AvroMessageSerializer, JsonMessageSerializer

from samples import PERSON, USER, USER_BROKEN, USER_NEXT
from suite import URL, fails, same, test, unique


def connect():
    return SchemaRegistryClient(url=URL)


@test
def the_other_client_manages_a_subject():
    client, subject = connect(), unique("other")
    schema_id = client.register(subject, USER)
    same(connect().register(subject, USER), schema_id)
    same(connect().get_by_id(schema_id).name, "ex.User")
    same(client.check_version(subject, USER_NEXT), None)
    client.register(subject, USER_NEXT)
    same(client.get_versions(subject), [1, 2])
    same(client.get_schema(subject).version, 2)
    same(client.get_schema(subject, version=1).schema_id, schema_id)
    same(client.check_version(subject, USER).version, 1)
    assert subject in client.get_subjects()
    assert (subject, 1) in [(use.subject, use.version) for use in client.get_schema_subject_versions(schema_id)]
    same(client.delete_version(subject, 1), 1)
    same(client.delete_subject(subject), [2])
    same(client.get_schema(subject), None)
    same(client.get_by_id(2_000_000_000), None)


@test
def the_other_client_checks_and_sets_levels():
    client, subject = connect(), unique("other")
    same(client.get_compatibility(), "BACKWARD")
    client.register(subject, USER)
    same(client.test_compatibility(subject, USER_NEXT), True)
    same(client.test_compatibility(subject, USER_BROKEN), False)
    same(fails(ClientError, lambda: client.register(subject, USER_BROKEN)).http_code, 409)
    same(client.update_compatibility("FULL", subject=subject), True)
    same(client.get_compatibility(subject), "FULL")
    fails(ClientError, lambda: client.get_compatibility(unique("other")))


@test
def the_other_client_writes_messages():
    subject = unique("other")
    avro = AvroMessageSerializer(connect())
    frame = avro.encode_record_with_schema(subject, SchemaFactory.create_schema(USER, "AVRO"), {"id": 7, "name": "ab"})
    same(AvroMessageSerializer(connect()).decode_message(frame), {"id": 7, "name": "ab"})
    subject = unique("other")
    frame = JsonMessageSerializer(connect()).encode_record_with_schema(subject, SchemaFactory.create_schema(PERSON, "JSON"), {"id": 7})
    same(JsonMessageSerializer(connect()).decode_message(frame), {"id": 7})
