-- What a version's id stands for, so that a list of schemas need not look up each of its ids. An id
-- stands for the same content as long as a version has it: an import over a version changes the id.
alter table versions add column guid uuid;

update versions v set guid = i.guid from schema_ids i
  where i.context_id = v.context_id and i.schema_id = v.schema_id;

alter table versions alter column guid set not null;

create function note_guid() returns trigger language plpgsql as $$
begin
  select i.guid into new.guid from schema_ids i
    where i.context_id = new.context_id and i.schema_id = new.schema_id;
  return new;
end $$;

create trigger versions_with_guid before insert or update of schema_id on versions
  for each row execute function note_guid();
