-- What may be gone of what was.

-- Events of the origin up to that number may have been purged: whoever has not
-- seen them all may have missed some, and must read everything anew. Here, as
-- safe_seq is, so that nobody who writes events waits for it.
ALTER TABLE origin_lease ADD COLUMN purged_to BIGINT NOT NULL DEFAULT 0;
