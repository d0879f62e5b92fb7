-- What services' rules for their bookings need.

-- Answers to a service's questions are in content: at most 20 of 1,000
-- characters each, more than a TEXT holds.
ALTER TABLE booking MODIFY COLUMN content MEDIUMTEXT NULL;

-- A row that writes take first which may give a shopper more of a service that
-- limits how much of it one may have: so one of two waits for the other, and
-- counts what it did. uses changes each time, since a cluster compares what was
-- written, not what was locked. shopper is bytes, as in booking.
CREATE TABLE shopper_guard (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shopper VARBINARY(128) NOT NULL,
  service_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  uses BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (brand_id, shopper, service_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
