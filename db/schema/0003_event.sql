-- What was done, once and for all purposes: the audit, the answer to a repeated
-- request, and the news that other servers follow.

-- A run of a server program. Only an unfenced origin can write events; a
-- transaction that writes one holds a shared lock on this row, so that once
-- fencing has committed, no event of this origin can still appear. A new origin
-- takes the number after the greatest committed one (auto-increment would show
-- them out of order), so whoever has seen one has seen all before it.
CREATE TABLE origin (
  origin_id BIGINT NOT NULL,
  fenced TINYINT NOT NULL DEFAULT 0,
  start_time DATETIME(6) NOT NULL,
  PRIMARY KEY (origin_id),
  KEY unfenced (fenced, origin_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How long an origin is taken for alive, and up to which number its events are
-- all there. Apart from `origin`, so that a heartbeat waits for no booking.
CREATE TABLE origin_lease (
  origin_id BIGINT NOT NULL,
  lease_end DATETIME(6) NOT NULL,
  safe_seq BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (origin_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Append-only. Each origin numbers its own events from 1; a number whose
-- transaction came to nothing gets a void row (kind 0). subjects: the 16-byte
-- ids of what changed, one after the other. principal is bytes, because texts
-- that differ in trailing spaces are equal.
CREATE TABLE event (
  origin_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TINYINT NOT NULL,
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role TINYINT NOT NULL,
  principal VARBINARY(128) NOT NULL,
  action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  request_hash BINARY(32) NULL,
  subjects BLOB NOT NULL,
  reply MEDIUMTEXT NULL,
  occur_time DATETIME(6) NOT NULL,
  PRIMARY KEY (origin_id, seq),
  UNIQUE KEY event_request (brand_id, principal, request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
