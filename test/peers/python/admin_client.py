"""kafka-schema-registry-admin, which asks for plain JSON, ends paths with slashes and sends bodies with GET."""

from kafka_schema_registry_admin import SchemaRegistry
from kafka_schema_registry_admin.client_wrapper.errors import IncompatibleSchema, NotFoundException, UnprocessableEntity

from samples import PROTO, USER, USER_BROKEN, USER_NEXT
from suite import URL, fails, same, test, unique


def connect():
    return SchemaRegistry(URL, **{"basic_auth.username": "someone", "basic_auth.password": "secret"})


@test
def the_admin_client_manages_a_subject():
    client, subject = connect(), unique("admin")
    registered = client.post_subject_schema_version(subject, USER)
    same(registered.headers["content-type"], "application/json")
    schema_id = registered.json()["id"]
    same(client.post_subject_schema_version(subject, USER).json()["version"], 1)
    same(client.post_subject_schema_version(subject, USER_NEXT, normalize=True).json()["version"], 2)
    fails(IncompatibleSchema, lambda: client.post_subject_schema_version(subject, USER_BROKEN))
    fails(UnprocessableEntity, lambda: client.post_subject_schema_version(subject, "{"))
    same(client.get_subject_versions(subject).json(), [1, 2])
    same(client.get_subject_version_id(subject).json()["version"], 2)
    same(client.get_subject_version_id_schema(subject, 1).text, USER)
    same(client.get_subject_versions_referencedby(subject, 1).json(), [])
    same(client.get_schema_from_id(schema_id).json()["schema"], USER)
    assert {"subject": subject, "version": 1} in client.get_schema_versions_from_id(schema_id).json()
    assert subject in client.subjects
    assert subject in [listed["subject"] for listed in client.get_all_schemas().json()]
    same(client.post_compatibility_subject_versions(subject, USER_BROKEN).json()["is_compatible"], False)
    same(client.post_compatibility_subject_version_id(subject, "latest", USER).json()["is_compatible"], True)
    same(client.delete_subject(subject, 1).json(), 1)
    # Asked for a permanent deletion, this client deletes softly first, and goes on when it hears that this was done.
    same(client.delete_subject(subject, permanent=True).json(), [2])
    same(client.delete_subject(subject, permanent=True).json(), [1, 2])
    fails(NotFoundException, lambda: client.get_subject_versions(subject))


@test
def the_admin_client_sets_levels_and_modes():
    client, subject = connect(), unique("admin")
    fails(NotFoundException, lambda: client.get_compatibility_subject_config(subject))
    same(client.put_compatibility_subject_config(subject, "FULL").json(), {"compatibility": "FULL"})
    same(client.get_compatibility_subject_config(subject).json(), {"compatibilityLevel": "FULL"})
    same(client.get_subject_config(unique("admin"), default=True).json(), {"compatibilityLevel": "BACKWARD"})
    same(client.put_subject_config(subject, normalize=True, compatibility="NONE").json()["normalize"], True)
    same(client.delete_subject_config(subject).json(), {"normalize": True, "compatibilityLevel": "NONE"})
    same(client.get_mode(as_str=True), "READWRITE")
    fails(NotFoundException, lambda: client.get_subject_mode(subject))
    same(client.put_subject_mode(subject, "IMPORT", force=True).json(), {"mode": "IMPORT"})
    imported = client.post_subject_schema_version(subject, PROTO, schema_type="PROTOBUF", version_id=3, schema_id=1_900_000_000)
    same(imported.json()["id"], 1_900_000_000)
    same(client.get_subject_versions(subject).json(), [3])
