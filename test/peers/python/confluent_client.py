"""confluent-kafka's registry client: every request that it can send."""

import base64

from confluent_kafka.schema_registry import (
    AssociationCreateOrUpdateInfo,
    AssociationCreateOrUpdateRequest,
    ConfigCompatibilityLevel,
    Metadata,
    MetadataProperties,
    MetadataTags,
    Rule,
    RuleKind,
    RuleMode,
    RuleParams,
    RuleSet,
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    ServerConfig,
)
from confluent_kafka.schema_registry.error import SchemaRegistryError
from google.protobuf import descriptor_pb2

from samples import GROUP, PERSON, PROTO, TEAM, USER, USER_BROKEN, USER_NEXT
from suite import URL, fails, same, test, unique


def connect(suffix="", **settings):
    return SchemaRegistryClient({"url": URL + suffix, **settings})


def refused(status, code, action):
    error = fails(SchemaRegistryError, action)
    same((error.http_status_code, error.error_code), (status, code))
    assert error.error_message


def avro(text, **more):
    return Schema(text, "AVRO", **more)


@test
def a_subject_lives_and_dies():
    client, subject = connect(), unique("py")
    schema_id = client.register_schema(subject, avro(USER))
    same(client.register_schema(subject, avro(USER), normalize_schemas=True), schema_id)
    full = connect().register_schema_full_response(subject, avro(USER))
    same(full.schema_id, schema_id)
    client.register_schema(subject, avro(USER_NEXT))
    fresh = connect()
    same(fresh.get_schema(schema_id, subject_name=subject).schema_str, USER)
    same(fresh.get_schema_by_guid(full.guid).schema_str, USER)
    same(fresh.lookup_schema(subject, avro(USER)).version, 1)
    same(fresh.lookup_schema(subject, avro(USER_NEXT), normalize_schemas=True, deleted=True).version, 2)
    same(fresh.get_latest_version(subject).version, 2)
    # A by-id answer has no id, and this client then remembers the version without one: ask through another.
    same(connect().get_version(subject, 1).schema_id, schema_id)
    same(connect().get_version(subject, 1, deleted=True, fmt="resolved").schema.schema_str, USER)
    same(fresh.get_versions(subject), [1, 2])
    assert subject in fresh.get_subjects(subject_prefix=subject, offset=0, limit=10)
    assert subject in fresh.get_subjects_by_schema_id(schema_id, subject_name=subject, deleted=False)
    uses = fresh.get_schema_versions(schema_id, subject_name=subject, deleted=True)
    assert (subject, 1) in [(use.subject, use.version) for use in uses]

    same(client.delete_version(subject, 1), 1)
    refused(404, 40402, lambda: connect().get_version(subject, 1))
    same(connect().get_version(subject, 1, deleted=True).schema_id, schema_id)
    same(client.delete_version(subject, 1, permanent=True), 1)
    same(client.delete_subject(subject), [2])
    refused(404, 40404, lambda: client.delete_subject(subject))
    assert subject not in connect().get_subjects()
    assert subject in connect().get_subjects(deleted=True)
    same(client.delete_subject(subject, permanent=True), [2])
    refused(404, 40401, lambda: connect().get_versions(subject))


@test
def errors_arrive_with_their_codes():
    client, subject = connect(), unique("py")
    refused(404, 40401, lambda: client.get_latest_version(subject))
    refused(404, 40401, lambda: client.lookup_schema(subject, avro(USER)))
    refused(404, 40403, lambda: client.get_schema(2_000_000_000))
    refused(404, 40403, lambda: client.get_schema_by_guid("00000000-0000-0000-0000-000000000000"))
    refused(422, 42201, lambda: client.register_schema(subject, avro('{"type":"nothing"}')))
    refused(422, 42201, lambda: client.register_schema(subject, Schema("message {", "PROTOBUF")))
    refused(422, 42201, lambda: client.register_schema(subject, Schema("{", "JSON")))
    refused(422, 42203, lambda: client.set_compatibility(subject, "SIDEWAYS"))
    refused(422, 42204, lambda: client.update_mode(subject, "SIDEWAYS"))
    client.register_schema(subject, avro(USER))
    refused(404, 40403, lambda: client.lookup_schema(subject, avro(USER_NEXT)))
    refused(404, 40402, lambda: client.get_version(subject, 9))
    refused(404, 40407, lambda: client.delete_version(subject, 1, permanent=True))
    refused(404, 40405, lambda: client.delete_subject(subject, permanent=True))
    refused(409, 40901, lambda: client.register_schema(subject, avro(USER_BROKEN)))


@test
def changes_are_checked():
    client, subject = connect(), unique("py")
    same(client.test_compatibility(subject, avro(USER)), True)
    client.register_schema(subject, avro(USER))
    for version in ["latest", 1]:
        same(client.test_compatibility(subject, avro(USER_NEXT), version=version), True)
        same(client.test_compatibility(subject, avro(USER_BROKEN), version=version, normalize=True, verbose=True), False)
    same(client.test_compatibility_all_versions(subject, avro(USER_BROKEN), verbose=True), False)
    same(client.test_compatibility_all_versions(subject, avro(USER_NEXT), normalize=True), True)


@test
def settings_are_kept():
    client, subject = connect(), unique("py")
    same(client.get_compatibility(), "BACKWARD")
    refused(404, 40408, lambda: client.get_compatibility(subject))
    client.set_compatibility(subject, "full")
    same(client.get_compatibility(subject), "FULL")
    defaults = Metadata(tags=MetadataTags({"**.id": ["PII"]}), properties=MetadataProperties({"owner": "me"}), sensitive=["owner"])
    config = ServerConfig(
        compatibility=ConfigCompatibilityLevel.FORWARD_TRANSITIVE, compatibility_group="major", default_metadata=defaults
    )
    client.set_config(subject, config)
    kept = client.get_config(subject)
    same(kept.compatibility_level, ConfigCompatibilityLevel.FORWARD_TRANSITIVE)
    same(kept.compatibility_group, "major")
    same(kept.default_metadata, defaults)
    client.register_schema(subject, avro(USER))
    same(connect().get_latest_version(subject).schema.metadata, defaults)
    same(client.delete_config(subject).compatibility_level, ConfigCompatibilityLevel.FORWARD_TRANSITIVE)
    refused(404, 40408, lambda: client.get_config(subject))
    refused(404, 40401, lambda: client.delete_config(subject))
    same(client.get_config().compatibility_level, ConfigCompatibilityLevel.BACKWARD)


@test
def modes_are_kept():
    client, subject = connect(), unique("py")
    same(client.get_global_mode(), "READWRITE")
    same(client.update_global_mode("READWRITE"), "READWRITE")
    refused(404, 40409, lambda: client.get_mode(subject))
    same(client.update_mode(subject, "READONLY"), "READONLY")
    same(client.get_mode(subject), "READONLY")
    refused(422, 42205, lambda: client.register_schema(subject, avro(USER)))
    same(client.delete_mode(subject), "READONLY")
    client.register_schema(subject, avro(USER))
    refused(422, 42205, lambda: client.update_mode(subject, "IMPORT"))
    same(client.update_mode(subject, "IMPORT", force=True), "IMPORT")


@test
def references_are_kept_in_every_format():
    client = connect()
    proto = 'syntax = "proto3";\n\nimport "person.proto";\n\nmessage Team {\n  ex.Person lead = 1;\n}\n'
    for kind, name, target, text in [
        ("AVRO", "ex.User", USER, GROUP),
        ("JSON", "person.json", PERSON, TEAM),
        ("PROTOBUF", "person.proto", PROTO, proto),
    ]:
        part, subject = unique("py"), unique("py")
        client.register_schema(part, Schema(target, kind))
        refused(422, 42201, lambda: client.register_schema(subject, Schema(text, kind, [SchemaReference(name, "nowhere", 1)])))
        schema_id = client.register_schema(subject, Schema(text, kind, [SchemaReference(name, part, 1)]))
        kept = connect().get_schema(schema_id)
        same((kept.schema_type, kept.schema_str), (kind, text))
        same(kept.references, [SchemaReference(name, part, 1)])
        same(client.get_referenced_by(part, 1), [schema_id])
        refused(422, 42206, lambda: client.delete_version(part, 1))


@test
def metadata_and_rules_are_kept():
    client, subject = connect(), unique("py")
    metadata = Metadata(
        tags=MetadataTags({"**.id": ["PII"]}), properties=MetadataProperties({"owner": "me", "a&b": "ü="}), sensitive=["owner"]
    )
    rule = Rule("check", "a doc", RuleKind.CONDITION, RuleMode.WRITE, "CEL", ["PII"], RuleParams({"a": "b"}), "true", "NONE", "DLQ", False)
    rules = RuleSet(migration_rules=None, domain_rules=[rule])
    client.register_schema(subject, avro(USER))
    client.register_schema(subject, avro(USER, metadata=metadata, rule_set=rules))
    client.register_schema(subject, avro(USER_NEXT, metadata=Metadata(None, MetadataProperties({"owner": "you"}), None)))
    kept = connect().get_version(subject, 2).schema
    same(kept.metadata, metadata)
    # The server fills no list that was not sent: the client reads it as None or as an empty one.
    assert not kept.rule_set.migration_rules
    same(kept.rule_set.domain_rules[0].name, "check")
    same(kept.rule_set.domain_rules[0].params, RuleParams({"a": "b"}))
    same(kept.rule_set.domain_rules[0].on_failure, "DLQ")
    same(client.get_latest_with_metadata(subject, {"owner": "me"}).version, 2)
    same(client.get_latest_with_metadata(subject, {"owner": "you"}, deleted=True).version, 3)
    refused(404, 40403, lambda: client.get_latest_with_metadata(subject, {"owner": "nobody"}))


@test
def contexts_have_ids_of_their_own():
    context, subject = unique(".py"), unique("py")
    client = connect(f"/contexts/{context}")
    same(client.register_schema(subject, avro(USER)), 1)
    same(client.get_subjects(), [f":{context}:{subject}"])
    same(connect().get_latest_version(f":{context}:{subject}").schema_id, 1)
    same(connect().get_schema(1, subject_name=f":{context}:").schema_str, USER)
    assert context in connect().get_contexts()


@test
def formats_of_output_are_honoured():
    client, subject = connect(), unique("py")
    schema_id = client.register_schema(subject, Schema(PROTO, "PROTOBUF"))
    serialized = connect().get_schema(schema_id, subject_name=subject, fmt="serialized").schema_str
    file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(serialized))
    same([message.name for message in file.message_type], ["Person"])
    same(set(client.get_schema_types()), {"AVRO", "JSON", "PROTOBUF"})


@test
def odd_names_and_credentials_are_taken():
    client = connect(**{"basic.auth.user.info": "someone:secret"})
    for subject in ["a/b c", "ünïcode-名", "%2F", "a+b&c=d?e#f", "x;y=1", "\"quoted'", "__proto__", "constructor", "a:b", "{}"]:
        name = unique(subject)
        client.register_schema(name, avro(USER))
        assert name in client.get_subjects()
        same(client.get_latest_version(name).subject, name)
        client.set_compatibility(name, "NONE")
        same(client.get_compatibility(name), "NONE")
        same(client.delete_subject(name), [1])
        same(client.delete_subject(name, permanent=True), [1])
    bearer = {
        "bearer.auth.credentials.source": "STATIC_TOKEN",
        "bearer.auth.token": "a.b.c",
        "bearer.auth.logical.cluster": "lsrc-1",
        "bearer.auth.identity.pool.id": "pool-1",
    }
    connect(**bearer).get_subjects()


@test
def associations_are_kept():
    client, resource = connect(), unique("topic")
    subject = f":.lkc-1:{resource}-value"
    created = client.create_association(
        AssociationCreateOrUpdateRequest(
            resource_name=resource,
            resource_namespace="lkc-1",
            resource_id=resource + "-id",
            resource_type="topic",
            associations=[
                AssociationCreateOrUpdateInfo(association_type="value", lifecycle="STRONG", schema=avro(USER))
            ],
        )
    )
    same(created.associations[0].subject, subject)
    found = client.get_associations_by_resource_name(resource, "-", resource_type="topic", association_types=["value"])
    same([one.subject for one in found], [subject])
    client.delete_associations(resource + "-id", resource_type="topic", association_types=["value"], cascade_lifecycle=True)
    same(client.get_associations_by_resource_name(resource, "lkc-1"), [])
    refused(404, 40401, lambda: connect().get_versions(subject))
