-- What bookings need to change in more ways than to end.

-- What no query looks at, as JSON: whom the booking was with before, and which
-- notices were promised. NULL: nothing to say.
ALTER TABLE booking ADD COLUMN content TEXT NULL;

-- The booking that an event is the history of, where it is of one; subjects
-- also names others that changed with it.
ALTER TABLE event ADD COLUMN subject_id BINARY(16) NULL;
CREATE INDEX event_subject ON event (brand_id, subject_id);
