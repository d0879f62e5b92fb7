-- When associates are busy by calendars that they keep elsewhere.

-- JSON, a source an entry: intervals in five-minute ticks, and nothing of what
-- they are about. NULL: none. It lies beside the schedule because version must
-- count its writes too: a hold whose slot was computed without it matches no
-- row.
ALTER TABLE calendar ADD COLUMN busy MEDIUMTEXT NULL;
