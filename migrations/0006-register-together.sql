-- Carries out several registrations at once: what a process is asked for while others are under way
-- travels together and shares a commit. Plans of one subject stand in the order of their revisions,
-- each decided upon what the one before it leaves; when one does not go, those behind it do not.
--
-- A plan goes this way when its context is listed, nothing has to be replaced, and its content
-- either is new or has the id it asks for. Whatever else, and whatever would have to wait for
-- somebody, is answered "alone" and not touched.
--
-- p_plans: [{context, subject, subjectRevision, scopeRevision, principal, version, overwrite,
-- schemaId, guid, digest, schemaType, schemaText, submittedText, normalized, metadata, ruleSet,
-- ruleTypes}]; metadata and ruleSet are JSON in strings, as JSON outside of them may hold no NUL.
-- The answers stand in the same order: ["written", schemaId, sequence, whether the content is new],
-- ["moved"] or ["alone"].
--
-- Nested loops over indexes are always right here, whatever the statistics say, and scalar
-- subqueries are never turned into anything else. What forbids the rest makes plans look so dear
-- that they would be compiled, for seconds.
create function write_registrations(p_plans json, out written_at bigint, out answers json)
language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_hoped bigint;
  v_written bigint;
  v_ids jsonb;
begin
  written_at := extract(epoch from v_now) * 1000;
  if pg_advisory_xact_lock_shared(1668247139, 1) is null then
    null;
  end if;
  with plan as materialized (
    select p.place, q.*,
        row_number() over (partition by q.context, q.subject order by p.place) - 1 as step
      from json_array_elements(p_plans) with ordinality as p (plan, place),
      json_to_record(p.plan) as q (context text, subject text, "subjectRevision" bigint,
        "scopeRevision" bigint, principal text, version integer, overwrite boolean,
        "schemaId" integer, guid uuid, digest bytea, "schemaType" text, "schemaText" text,
        "submittedText" text, normalized boolean, metadata text, "ruleSet" text,
        "ruleTypes" text[])
  ), seen as materialized (
    select p.*, c.context_id, c.id_sequence, h.subject_id, k.schema_id as known_id,
        -- Null: somebody else is writing to it.
        case when h.subject_id is not null then h.revision
          when (select true from subjects s
            where s.context_id = c.context_id and s.name = p.subject) is null then 0
        end as revision,
        p."scopeRevision" = (select r.scope_revision from registries r) as scope_stands
      from plan p
      join contexts c on c.name = p.context and c.listed
      left join lateral (select s.subject_id, s.revision from subjects s
        where s.context_id = c.context_id and s.name = p.subject
        for no key update skip locked) h on true
      left join lateral (select i.schema_id from schema_ids i
        join contents o on o.guid = i.guid
        where i.context_id = c.context_id and i.guid = p.guid and i.current
          and o.digest = p.digest
        for key share) k on true
  ), judged as materialized (
    select s.*, s.scope_stands and s.revision + s.step = s."subjectRevision" as stands,
        bool_and(
          s.scope_stands and s.revision + s.step = s."subjectRevision"
          and case when s.known_id is not null
            then s."schemaId" is null or s."schemaId" = s.known_id
            else (select true from contents o where o.guid = s.guid) is null
              and (select true from schema_ids i
                where i.context_id = s.context_id and i.schema_id = s."schemaId") is null
          end
          and (select true from versions v where s.overwrite
            and v.subject_id = s.subject_id and v.version = s.version) is null
        ) over (partition by s.context_id, s.subject order by s.step) as goes
      from seen s
  ), going as materialized (
    select j.* from judged j where j.goes
  ), content as (
    insert into contents (guid, digest, schema_type, schema_text, submitted_text, normalized,
        schema_references, metadata, rule_set, rule_types)
      select distinct on (g.guid) g.guid, g.digest, g."schemaType", g."schemaText",
        g."submittedText", g.normalized, '[]'::json, g.metadata::json, g."ruleSet"::json,
        g."ruleTypes"
      from going g where g.known_id is null order by g.guid, g.place
      on conflict do nothing returning guid, digest
  ), id as (
    insert into schema_ids (context_id, schema_id, guid, current)
      select n.context_id, coalesce(n."schemaId", nextval(n.id_sequence)), n.guid, true from (
        select g.context_id, g.id_sequence, g.guid, g."schemaId", min(g.place) as place
          from going g join content c on c.guid = g.guid and c.digest = g.digest
          where g.known_id is null
          group by g.context_id, g.id_sequence, g.guid, g."schemaId" order by 5) n
      returning context_id, schema_id, guid
  ), made as (
    insert into subjects (context_id, name, printed, revision, standing)
      select g.context_id, g.subject, case when g.context = '.' then g.subject
          else ':' || g.context || ':' || g.subject end, count(*), 'live'
      from going g where g.subject_id is null group by g.context_id, g.context, g.subject
      on conflict do nothing returning context_id, name, subject_id
  ), written as materialized (
    select w.*, nextval('change_sequence') as change from (
      select g.place, g.context_id, g.id_sequence, g.principal, g.context, g.subject,
          g."subjectRevision", g.version, g."schemaId", g.guid, g.known_id,
          m.subject_id is not null as is_made,
          coalesce(g.subject_id, m.subject_id) as subject_id,
          coalesce(g.known_id, i.schema_id) as schema_id
        from going g
        left join made m on m.context_id = g.context_id and m.name = g.subject
        left join content c on c.guid = g.guid and c.digest = g.digest
        left join id i on i.context_id = g.context_id and i.guid = c.guid
        where coalesce(g.subject_id, m.subject_id) is not null
          and coalesce(g.known_id, i.schema_id) is not null
        order by g.place) w
  ), version as (
    insert into versions (subject_id, version, context_id, schema_id, written_at,
        registered_sequence, written_sequence)
      select w.subject_id, w.version, w.context_id, w.schema_id, v_now, w.change, w.change
      from written w
  ), moved as (
    update subjects s set revision = s.revision + n.plans, standing = 'live'
      from (select w.subject_id, count(*) as plans from written w where not w.is_made
        group by w.subject_id) n
      where s.subject_id = n.subject_id
  ), logged as (
    insert into changes (sequence, principal, action, context, subject, revision, versions,
        schema_ids, guids)
      select w.change, w.principal, 'register', w.context, w.subject, w."subjectRevision" + 1,
        array[w.version], array[w.schema_id],
        case when w.known_id is null then array[w.guid] else '{}' end
      from written w
  ), imported as (
    select jsonb_agg(jsonb_build_array(x.context_id, x.id_sequence, x.schema_id)) as ids from (
      select w.context_id, w.id_sequence::oid::bigint as id_sequence,
          max(w."schemaId") as schema_id
        from written w where w."schemaId" is not null group by 1, 2 order by 1) x
  ) select count(*) filter (where j.goes), count(w.place), (select m.ids from imported m),
      json_agg(case
        when w.place is not null
          then json_build_array('written', w.schema_id, w.change, w.known_id is null)
        when j.stands = false then '["moved"]'::json
        else '["alone"]'::json
      end order by p.place)
    into v_hoped, v_written, v_ids, answers
    from plan p
    left join judged j on j.place = p.place
    left join written w on w.place = p.place;
  if v_written < v_hoped then
    raise serialization_failure using message = 'a rival was faster';
  end if;
  for i in 0 .. coalesce(jsonb_array_length(v_ids), 0) - 1 loop
    perform raise_schema_id((v_ids -> i ->> 0)::integer, (v_ids -> i ->> 1)::oid::regclass,
      (v_ids -> i ->> 2)::integer);
  end loop;
end $$;
drop function write_new_contents(json);
