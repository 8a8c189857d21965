-- Types of the rules of the content that an id stands for; null: no rules. The list of schemas by
-- rule type starts here.
alter table schema_ids add column rule_types text[];

update schema_ids i set rule_types = c.rule_types from contents c
  where c.guid = i.guid and c.rule_types <> '{}';

create index schema_ids_by_rule_type on schema_ids using gin (rule_types)
  where rule_types is not null;
drop index contents_by_rule_type;

-- Nearly no registration has rules, and none of the others may pay for those that have: a content
-- with rules on its way in, whether it is new or known, leaves a mark on the transaction, and only
-- then it is looked up what new ids stand for.
create function mark_rules() returns trigger language plpgsql as $$
begin
  perform set_config('concordat.rules', 'on', true);
  return new;
end $$;

create trigger contents_with_rules before insert on contents
  for each row when (new.rule_types <> '{}') execute function mark_rules();

create function note_rule_types() returns trigger language plpgsql as $$
begin
  update schema_ids i set rule_types = c.rule_types from contents c
    where i.context_id = new.context_id and i.schema_id = new.schema_id
      and c.guid = i.guid and c.rule_types <> '{}';
  return null;
end $$;

create trigger schema_ids_with_rules after insert on schema_ids
  for each row when (current_setting('concordat.rules', true) = 'on')
  execute function note_rule_types();
