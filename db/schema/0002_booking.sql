-- Calendars, bookings and the claims that keep them apart.

-- One row an associate who ever had a schedule. version counts the writes of
-- the schedule; bookings counts holds, so that each hold writes this row: that
-- orders the holds of one associate, and a hold whose slot was computed from
-- another version matches no row.
CREATE TABLE calendar (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  associate_id BINARY(16) NOT NULL,
  version BIGINT NOT NULL,
  bookings BIGINT NOT NULL DEFAULT 0,
  schedule MEDIUMTEXT NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, associate_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- state: 1 held, 2 confirmed, 3 checked in, 4 completed, 5 cancelled,
-- 6 expired, 7 no show. start_tick and end_tick bound what is occupied,
-- buffers included, in five-minute ticks since the Unix epoch, half-open.
-- shopper is bytes, because texts that differ in trailing spaces are equal.
CREATE TABLE booking (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  booking_id BINARY(16) NOT NULL,
  version BIGINT NOT NULL,
  state TINYINT NOT NULL,
  associate_id BINARY(16) NOT NULL,
  store_id BINARY(16) NOT NULL,
  service_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel TINYINT NOT NULL,
  start_time DATETIME(6) NOT NULL,
  end_time DATETIME(6) NOT NULL,
  start_tick BIGINT NOT NULL,
  end_tick BIGINT NOT NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  local_start DATETIME NOT NULL,
  utc_offset_s INT NOT NULL,
  tzdata_version VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shopper VARBINARY(128) NOT NULL,
  hold_expire_time DATETIME(6) NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, booking_id),
  KEY associate_time (brand_id, associate_id, start_time, booking_id),
  KEY shopper_time (brand_id, shopper, start_time, booking_id),
  KEY brand_time (brand_id, start_time, booking_id),
  KEY held (state, hold_expire_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The fact that a resource is taken for one tick. Two writers cannot both
-- insert the same row: this is what keeps anybody from being booked twice.
CREATE TABLE claim (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resource_id BINARY(16) NOT NULL,
  tick BIGINT NOT NULL,
  seat SMALLINT NOT NULL,
  booking_id BINARY(16) NOT NULL,
  PRIMARY KEY (brand_id, resource_id, tick, seat),
  KEY booking (brand_id, booking_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
