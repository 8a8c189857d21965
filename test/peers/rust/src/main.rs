//! schema_registry_converter, async and blocking, against a running registry, named by CONCORDAT_URL.
//! Prints `N passed, M failed`.

mod suite;

use std::collections::HashMap;
use std::thread;

use apache_avro::types::Value;
use schema_registry_converter::async_impl::avro::{AvroDecoder, AvroEncoder};
use schema_registry_converter::async_impl::proto_raw::{ProtoRawDecoder, ProtoRawEncoder};
use schema_registry_converter::async_impl::schema_registry as registry;
use schema_registry_converter::blocking;
use schema_registry_converter::error::SRCError;
use schema_registry_converter::schema_registry_common::{
    RawError, SchemaType, SubjectNameStrategy, SuppliedReference, SuppliedSchema,
};
use suite::{Outcome, same, unique, url};

const USER: &str =
    r#"{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"int"}]}"#;
const USER_NEXT: &str = r#"{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"int"},{"name":"nick","type":["null","string"],"default":null}]}"#;
const USER_BROKEN: &str =
    r#"{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"string"}]}"#;
const GROUP: &str =
    r#"{"type":"record","name":"Group","namespace":"ex","fields":[{"name":"head","type":"User"}]}"#;
const PERSON: &str = "syntax = \"proto3\";\npackage ex;\n\nmessage Person {\n  int32 id = 1;\n}\nmessage Other {\n  string name = 1;\n}\n";
const TEAM: &str = "syntax = \"proto3\";\npackage ex;\n\nimport \"person.proto\";\n\nmessage Team {\n  .ex.Person lead = 1;\n}\n";

fn connect() -> registry::SrSettings {
    registry::SrSettings::new(url())
}

fn avro(text: &str) -> SuppliedSchema {
    SuppliedSchema::new(Some("ex.User".into()), SchemaType::Avro, text.into())
}

fn protobuf(text: &str) -> SuppliedSchema {
    SuppliedSchema::new(Some("ex.Person".into()), SchemaType::Protobuf, text.into())
}

/// The code with which the registry refused.
fn refused<T>(result: Result<T, SRCError>, code: u32) -> Outcome {
    let error = result.err().ok_or("nothing was refused")?;
    let raw =
        std::error::Error::source(&error).and_then(|source| source.downcast_ref::<RawError>());
    same(raw.map(|raw| raw.error_code), Some(code))
}

async fn schemas_are_registered_and_read() -> Outcome {
    let subject = unique("rs/a b");
    let first = registry::post_schema(&connect(), subject.clone(), avro(USER)).await?;
    let again = registry::post_schema(&connect(), subject.clone(), avro(USER)).await?;
    same(again.id, first.id)?;
    let guid = first.guid.ok_or("no guid")?;
    registry::post_schema(&connect(), subject.clone(), avro(USER_NEXT)).await?;

    let by_id = registry::get_schema_by_id_and_type(first.id, &connect(), SchemaType::Avro).await?;
    same(
        (by_id.schema.as_str(), by_id.guid.as_ref()),
        (USER, Some(&guid)),
    )?;
    same(by_id.version, Some(1))?;
    let by_guid =
        registry::get_schema_by_guid_and_type(&guid, &connect(), SchemaType::Avro).await?;
    same(by_guid.schema.as_str(), USER)?;
    let by_version =
        registry::get_schema_by_subject_and_version(&connect(), &subject, Some(1)).await?;
    same(
        (by_version.id, by_version.schema.as_str()),
        (first.id, USER),
    )?;
    let latest = registry::get_schema_by_subject_and_version(&connect(), &subject, None).await?;
    same(
        (latest.subject.as_deref(), latest.version),
        (Some(subject.as_str()), Some(2)),
    )?;
    same(
        registry::get_all_subjects(&connect())
            .await?
            .contains(&subject),
        true,
    )?;
    same(
        registry::get_all_versions(&connect(), subject.replace('/', "%2F")).await?,
        vec![1, 2],
    )
}

async fn changes_are_checked() -> Outcome {
    let subject = unique("rs");
    registry::post_schema(&connect(), subject.clone(), avro(USER)).await?;
    same(
        registry::is_compatible_schema(&connect(), subject.clone(), avro(USER_NEXT)).await?,
        true,
    )?;
    same(
        registry::is_compatible_schema(&connect(), subject.clone(), avro(USER_BROKEN)).await?,
        false,
    )?;
    refused(
        registry::post_schema(&connect(), subject.clone(), avro(USER_BROKEN)).await,
        40901,
    )?;
    refused(
        registry::post_schema(&connect(), subject.clone(), avro("{\"type\":\"nothing\"}")).await,
        42201,
    )?;
    refused(
        registry::get_schema_by_subject_and_version(&connect(), &subject, Some(9)).await,
        40402,
    )?;
    refused(
        registry::get_schema_by_subject_and_version(&connect(), "rs-nowhere", None).await,
        40401,
    )?;
    refused(
        registry::get_schema_by_id(2_000_000_000, &connect()).await,
        40403,
    )?;
    refused(
        registry::get_schema_by_guid("00000000-0000-0000-0000-000000000000", &connect()).await,
        40403,
    )
}

async fn metadata_and_references_are_kept() -> Outcome {
    let (part, subject) = (unique("rs"), unique("rs"));
    let properties = HashMap::from([("owner".to_string(), "me".to_string())]);
    let tags = HashMap::from([("**.head".to_string(), vec!["PII".to_string()])]);
    // This client writes the properties and tags of a reference as null into it.
    let reference = SuppliedReference::new("ex.User".into(), part.clone(), USER.into());
    let written = avro(GROUP)
        .with_references(vec![reference])
        .with_properties(properties.clone())
        .with_tags(tags.clone());
    let id = registry::post_schema(&connect(), subject, written)
        .await?
        .id;
    let kept = registry::get_schema_by_id(id, &connect()).await?;
    same(
        (kept.schema.as_str(), kept.properties, kept.tags),
        (GROUP, Some(properties), Some(tags)),
    )?;
    let reference = kept.references.first().ok_or("no reference")?;
    same(
        (reference.subject.as_str(), reference.version),
        (part.as_str(), 1),
    )?;
    same(
        registry::get_referenced_schema(&connect(), reference)
            .await?
            .schema
            .as_str(),
        USER,
    )
}

async fn avro_values_travel() -> Outcome {
    let topic = unique("rs");
    let naming =
        || SubjectNameStrategy::TopicNameStrategyWithSchema(topic.clone(), false, avro(USER));
    let value = vec![("id", Value::Int(7))];
    let wanted = Value::Record(vec![("id".into(), Value::Int(7))]);
    let frame = AvroEncoder::new(connect())
        .encode(value.clone(), naming())
        .await?;
    same((frame[0], frame.len()), (0, 6))?;
    same(
        AvroDecoder::new(connect())
            .decode(Some(&frame))
            .await?
            .value,
        wanted.clone(),
    )?;

    let (payload, header) = AvroEncoder::new(connect())
        .encode_with_header_id(value, naming(), false)
        .await?;
    same(
        (header.name, header.value[0], payload.len()),
        ("__value_schema_id", 1, 1),
    )?;
    let read = AvroDecoder::new(connect())
        .decode_with_header_id(Some(&header.value), Some(&payload))
        .await?;
    same(read.value, wanted)
}

async fn avro_with_references_travels() -> Outcome {
    let reference = SuppliedReference::new("ex.User".into(), unique("rs"), USER.into());
    let schema = SuppliedSchema::new(Some("ex.Group".into()), SchemaType::Avro, GROUP.into())
        .with_references(vec![reference]);
    let naming = SubjectNameStrategy::TopicRecordNameStrategyWithSchema(unique("rs"), schema);
    let head = Value::Record(vec![("id".into(), Value::Int(7))]);
    let frame = AvroEncoder::new(connect())
        .encode(vec![("head", head.clone())], naming)
        .await?;
    let read = AvroDecoder::new(connect()).decode(Some(&frame)).await?;
    same(read.value, Value::Record(vec![("head".into(), head)]))
}

async fn the_latest_version_is_written() -> Outcome {
    let topic = unique("rs");
    registry::post_schema(&connect(), format!("{topic}-key"), avro(USER)).await?;
    let naming = SubjectNameStrategy::TopicNameStrategy(topic, true);
    let frame = AvroEncoder::new(connect())
        .encode(vec![("id", Value::Int(7))], naming)
        .await?;
    let read = AvroDecoder::new(connect()).decode(Some(&frame)).await?;
    same(
        read.value,
        Value::Record(vec![("id".into(), Value::Int(7))]),
    )
}

async fn protobuf_values_travel() -> Outcome {
    let naming =
        || SubjectNameStrategy::TopicNameStrategyWithSchema(unique("rs"), false, protobuf(PERSON));
    for (name, indexes) in [("ex.Person", &[0][..]), ("ex.Other", &[2, 2][..])] {
        let frame = ProtoRawEncoder::new(connect())
            .encode(&[8, 7], name, naming())
            .await?;
        same(&frame[5..], [indexes, &[8, 7]].concat().as_slice())?;
        let read = ProtoRawDecoder::new(connect())
            .decode(Some(&frame))
            .await?
            .ok_or("no value")?;
        same(
            (read.full_name.as_str(), read.bytes.as_slice()),
            (name, &[8, 7][..]),
        )?;
    }
    let (payload, header) = ProtoRawEncoder::new(connect())
        .encode_with_header_id(&[8, 7], "ex.Other", naming(), true)
        .await?;
    same((header.name, header.value.len()), ("__key_schema_id", 19))?;
    let read = ProtoRawDecoder::new(connect())
        .decode_with_header_id(Some(&header.value), Some(&payload))
        .await?;
    same(read.ok_or("no value")?.full_name.as_str(), "ex.Other")
}

async fn protobuf_imports_are_kept() -> Outcome {
    let reference = SuppliedReference::new("person.proto".into(), unique("rs"), PERSON.into());
    let schema = protobuf(TEAM).with_references(vec![reference]);
    let naming = SubjectNameStrategy::TopicNameStrategyWithSchema(unique("rs"), false, schema);
    let frame = ProtoRawEncoder::new(connect())
        .encode(&[10, 2, 8, 7], "ex.Team", naming)
        .await?;
    let read = ProtoRawDecoder::new(connect())
        .decode(Some(&frame))
        .await?
        .ok_or("no value")?;
    same(
        (read.full_name.as_str(), read.schema.references.len()),
        ("ex.Team", 1),
    )
}

async fn contexts_and_credentials_are_taken() -> Outcome {
    let context = unique(".rs");
    let inside = registry::SrSettings::new_builder(format!("{}/contexts/{context}", url()))
        .set_basic_authorization("someone", Some("secret"))
        .add_header("X-Request-ID", "rs")
        .build()?;
    same(
        registry::post_schema(&inside, "rs".into(), avro(USER))
            .await?
            .id,
        1,
    )?;
    same(
        registry::get_all_subjects(&inside).await?,
        vec![format!(":{context}:rs")],
    )?;
    let bearer = registry::SrSettings::new_builder(url())
        .set_token_authorization("a.b.c")
        .build()?;
    let qualified =
        registry::get_schema_by_subject_and_version(&bearer, &format!(":{context}:rs"), None)
            .await?;
    same(qualified.id, 1)
}

async fn the_blocking_client_agrees() -> Outcome {
    // It must not run on a thread that drives futures.
    thread::spawn(|| -> Outcome {
        let settings = || blocking::schema_registry::SrSettings::new(url());
        let topic = unique("rs");
        let naming =
            SubjectNameStrategy::TopicNameStrategyWithSchema(topic.clone(), false, avro(USER));
        let value = vec![("id", Value::Int(7))];
        let wanted = Value::Record(vec![("id".into(), Value::Int(7))]);
        let encoder = blocking::avro::AvroEncoder::new(settings());
        let decoder = blocking::avro::AvroDecoder::new(settings());
        let frame = encoder.encode(value.clone(), &naming)?;
        same(decoder.decode(Some(&frame))?.value, wanted.clone())?;
        let (payload, header) = encoder.encode_with_header_id(value, &naming, false)?;
        same(
            decoder
                .decode_with_header_id(Some(&header.value), Some(&payload))?
                .value,
            wanted,
        )?;
        let subject = format!("{topic}-value");
        same(
            blocking::schema_registry::get_all_versions(&settings(), subject.clone())?,
            vec![1],
        )?;
        let compatible = blocking::schema_registry::is_compatible_schema;
        same(
            compatible(&settings(), subject.clone(), avro(USER_BROKEN))?,
            false,
        )?;
        refused(
            blocking::schema_registry::post_schema(&settings(), subject, avro(USER_BROKEN)),
            40901,
        )
    })
    .join()
    .map_err(|_| "the thread panicked")?
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut results = suite::Results::default();
    results.add(
        "schemas are registered and read",
        schemas_are_registered_and_read().await,
    );
    results.add("changes are checked", changes_are_checked().await);
    results.add(
        "metadata and references are kept",
        metadata_and_references_are_kept().await,
    );
    results.add("avro values travel", avro_values_travel().await);
    results.add(
        "avro with references travels",
        avro_with_references_travels().await,
    );
    results.add(
        "the latest version is written",
        the_latest_version_is_written().await,
    );
    results.add("protobuf values travel", protobuf_values_travel().await);
    results.add(
        "protobuf imports are kept",
        protobuf_imports_are_kept().await,
    );
    results.add(
        "contexts and credentials are taken",
        contexts_and_credentials_are_taken().await,
    );
    results.add(
        "the blocking client agrees",
        the_blocking_client_agrees().await,
    );
    results.end();
}
