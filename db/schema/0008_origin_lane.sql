-- Who may still write events, where locks do not tell.
--
-- On a Galera cluster a shared lock on an origin's row binds only those on the
-- same node: a transaction that holds one there and a fencing elsewhere would
-- both commit. So each transaction that writes an event also updates one of its
-- origin's lanes, and fencing deletes them all: both write the same row, and
-- certification lets one of the two commit. Several lanes, so that transactions
-- of one origin do not wait for each other. Empty on a single server.
CREATE TABLE origin_lane (
  origin_id BIGINT NOT NULL,
  lane SMALLINT NOT NULL,
  uses BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (origin_id, lane)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
