-- Names, contexts and prefixes compare by code point (collate "C"), as the protocol sorts them.
-- Texts arrive with NUL and lone surrogates escaped (src/store/postgres/stored-text.ts).

create table registries (
  only_row boolean primary key default true check (only_row),
  cluster_id uuid not null default gen_random_uuid(),
  scope_revision bigint not null default 1
);
insert into registries default values;

create table contexts (
  context_id integer generated always as identity primary key,
  name text collate "C" not null unique,
  -- Hands out the schema ids.
  id_sequence regclass not null,
  -- A schema was registered in it since it was last deleted.
  listed boolean not null default false
);

-- One row per distinct content, whatever contexts and subjects use it.
create table contents (
  guid uuid primary key,
  -- Tells contents apart that share a guid: its hash has no separators and leaves out the type.
  digest bytea not null,
  schema_type text not null,
  schema_text text not null,
  -- Null: the same as schema_text.
  submitted_text text,
  normalized boolean not null,
  -- json, not jsonb: that one refuses \u0000 inside of strings.
  schema_references json not null,
  metadata json,
  rule_set json,
  rule_types text[] not null,
  created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp())
);
create index contents_by_rule_type on contents using gin (rule_types) where rule_types <> '{}';

-- No foreign key to contexts: each insert would lock the context's row, and every writer shares it.
create table schema_ids (
  context_id integer not null,
  schema_id integer not null check (schema_id >= 0),
  guid uuid not null references contents,
  -- Of several ids of one content in one context: the one written last.
  current boolean not null,
  primary key (context_id, schema_id)
);
create index schema_ids_by_guid on schema_ids (guid);
create unique index schema_ids_current on schema_ids (context_id, guid) where current;

create table subjects (
  subject_id bigint generated always as identity primary key,
  context_id integer not null references contexts,
  name text collate "C" not null,
  -- As answers show it, and as lists sort it.
  printed text collate "C" not null,
  revision bigint not null default 0,
  standing text not null default 'empty' check (standing in ('empty', 'deleted', 'live')),
  unique (context_id, name),
  unique (subject_id, context_id)
) with (fillfactor = 80);
create index subjects_live on subjects (printed) where standing = 'live';
create index subjects_live_by_name on subjects (context_id, name) where standing = 'live';
create index subjects_deleted on subjects (printed) where standing = 'deleted';
create index subjects_printed on subjects (printed) where standing <> 'empty';

create table versions (
  subject_id bigint not null,
  version integer not null check (version > 0),
  context_id integer not null,
  schema_id integer not null,
  deleted_at timestamptz,
  -- The protocol's time: moves with registration and with soft deletion of a single version.
  written_at timestamptz not null,
  -- Changes that made the record, and that wrote it last.
  registered_sequence bigint not null,
  written_sequence bigint not null,
  primary key (subject_id, version),
  foreign key (subject_id, context_id) references subjects (subject_id, context_id),
  foreign key (context_id, schema_id) references schema_ids
);
create index versions_by_schema_id on versions (context_id, schema_id);

create table schema_references (
  subject_id bigint not null,
  version integer not null,
  target_subject_id bigint not null,
  target_version integer not null,
  primary key (subject_id, version, target_subject_id, target_version),
  foreign key (subject_id, version) references versions on delete cascade,
  foreign key (target_subject_id, target_version) references versions
);
create index schema_references_by_target on schema_references (target_subject_id, target_version);

-- Settings of a context stand on its subject with the empty name.
create table configs (
  subject_id bigint primary key references subjects,
  config json not null,
  -- The printed subject that the config's alias leads to.
  alias_of text collate "C"
);
create index configs_by_alias on configs (alias_of) where alias_of is not null;

create table modes (
  subject_id bigint primary key references subjects,
  mode text not null
);

create table associations (
  guid uuid primary key,
  subject text collate "C" not null,
  resource_name text collate "C" not null,
  resource_namespace text collate "C" not null,
  resource_id text collate "C" not null,
  resource_type text collate "C" not null,
  association_type text collate "C" not null,
  lifecycle text not null,
  frozen boolean not null,
  created_ms bigint not null,
  updated_ms bigint not null,
  unique (resource_id, resource_type, association_type)
);
create index associations_by_subject on associations (subject);
create index associations_by_resource on associations (resource_name, resource_namespace);

-- Append-only. Sequences are drawn before the commit, so rows may appear out of their order.
create sequence change_sequence;
create table changes (
  sequence bigint primary key default nextval('change_sequence'),
  happened_at timestamptz not null default clock_timestamp(),
  principal text,
  action text not null,
  context text collate "C" not null,
  subject text collate "C" not null,
  revision bigint not null,
  versions integer[] not null,
  schema_ids integer[] not null,
  -- Contents whose id in the context came, changed or went.
  guids uuid[] not null,
  details json
);
