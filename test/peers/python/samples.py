"""Schemas in the three formats, and Protobuf messages built without a compiler."""

import json

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

USER = json.dumps(
    {"type": "record", "name": "User", "namespace": "ex", "fields": [{"name": "id", "type": "int"}, {"name": "name", "type": "string"}]},
    separators=(",", ":"),
)
USER_NEXT = json.dumps(
    {
        "type": "record",
        "name": "User",
        "namespace": "ex",
        "fields": [
            {"name": "id", "type": "int"},
            {"name": "name", "type": "string"},
            {"name": "nick", "type": ["null", "string"], "default": None},
        ],
    },
    separators=(",", ":"),
)
USER_BROKEN = '{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"string"}]}'
GROUP = '{"type":"record","name":"Group","namespace":"ex","fields":[{"name":"head","type":"User"}]}'
PERSON = '{"$schema":"http://json-schema.org/draft-07/schema#","title":"Person","type":"object","properties":{"id":{"type":"integer"}}}'
TEAM = '{"$schema":"http://json-schema.org/draft-07/schema#","title":"Team","type":"object","properties":{"lead":{"$ref":"person.json"}}}'
PROTO = 'syntax = "proto3";\npackage ex;\n\nmessage Person {\n  int32 id = 1;\n}\n'

_STRING = descriptor_pb2.FieldDescriptorProto.TYPE_STRING
_MESSAGE = descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE


def _messages():
    pool = descriptor_pool.DescriptorPool()
    part = descriptor_pb2.FileDescriptorProto(name="peer/part.proto", package="peer", syntax="proto3")
    part.message_type.add(name="Part").field.add(name="text", number=1, type=_STRING, label=1)
    pool.Add(part)
    whole = descriptor_pb2.FileDescriptorProto(
        name="peer/whole.proto", package="peer", syntax="proto3", dependency=["peer/part.proto"]
    )
    whole.message_type.add(name="First").field.add(name="text", number=1, type=_STRING, label=1)
    second = whole.message_type.add(name="Second")
    second.field.add(name="part", number=1, type=_MESSAGE, label=1, type_name=".peer.Part")
    second.nested_type.add(name="Inner").field.add(name="text", number=1, type=_STRING, label=1)
    pool.Add(whole)
    names = ["peer.First", "peer.Second", "peer.Second.Inner"]
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(name)) for name in names}


MESSAGES = _messages()
