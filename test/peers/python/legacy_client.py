"""confluent-kafka's first client, confluent_kafka.avro, which it still carries beside its successor."""

import logging
import warnings

from confluent_kafka import avro
from confluent_kafka.avro import CachedSchemaRegistryClient, MessageSerializer
from confluent_kafka.avro.error import ClientError

from samples import USER, USER_BROKEN, USER_NEXT
from suite import URL, fails, same, test, unique

# It tells at each use that it is to be replaced.
warnings.filterwarnings("ignore", category=DeprecationWarning)
# It logs what it does not find.
logging.getLogger("confluent_kafka.avro.cached_schema_registry_client").disabled = True


def connect():
    return CachedSchemaRegistryClient({"url": URL, "basic.auth.credentials.source": "USER_INFO", "basic.auth.user.info": "a:b"})


@test
def the_legacy_client_manages_a_subject():
    client, subject = connect(), unique("legacy")
    same(client.get_latest_schema(subject), (None, None, None))
    schema_id = client.register(subject, avro.loads(USER))
    same(connect().register(subject, avro.loads(USER)), schema_id)
    same(connect().check_registration(subject, avro.loads(USER)), schema_id)
    fails(ClientError, lambda: connect().check_registration(subject, avro.loads(USER_NEXT)))
    client.register(subject, avro.loads(USER_NEXT))
    same(connect().get_by_id(schema_id), avro.loads(USER))
    same(connect().get_by_id(2_000_000_000), None)
    same(connect().get_latest_schema(subject)[2], 2)
    same(connect().get_by_version(subject, 1)[0], schema_id)
    same(connect().get_version(subject, avro.loads(USER_NEXT)), 2)
    same(client.delete_subject(subject), [1, 2])


@test
def the_legacy_client_checks_and_sets_levels():
    client, subject = connect(), unique("legacy")
    same(client.get_compatibility(), "BACKWARD")
    client.register(subject, avro.loads(USER))
    same(client.test_compatibility(subject, avro.loads(USER_NEXT)), True)
    same(client.test_compatibility(subject, avro.loads(USER_BROKEN), version=1), False)
    fails(ClientError, lambda: client.register(subject, avro.loads(USER_BROKEN)))
    same(client.update_compatibility("FULL", subject), "FULL")
    same(client.get_compatibility(subject), "FULL")


@test
def the_legacy_client_writes_messages():
    topic, value = unique("legacy"), {"id": 7, "name": "ab"}
    frame = MessageSerializer(connect()).encode_record_with_schema(topic, avro.loads(USER), value)
    same(MessageSerializer(connect()).decode_message(frame), value)
