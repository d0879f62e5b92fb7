-- Entries are listed by state, in order of place: without this key, by looking
-- through all that ever waited.
CREATE INDEX waitlist_state
  ON waitlist_entry (brand_id, state, create_time, entry_id);
