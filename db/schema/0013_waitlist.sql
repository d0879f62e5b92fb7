-- Who waits for a slot that is not free.

-- state: 1 waiting, 2 offered, 3 booked, 4 left, 5 over. Who comes first is who
-- has the lesser create_time, by the database's clock. same_wish is a hash of
-- who waits for what, while the entry is waiting or offered, else NULL: nobody
-- waits twice for the same. booking_id: what was offered. An offer is made by an
-- UPDATE that matches version and state 1: one offer for an entry, whoever
-- frees time at once. shopper is bytes, because texts that differ in trailing
-- spaces are equal.
CREATE TABLE waitlist_entry (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entry_id BINARY(16) NOT NULL,
  version BIGINT NOT NULL,
  state TINYINT NOT NULL,
  shopper VARBINARY(128) NOT NULL,
  service_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  associate_id BINARY(16) NULL,
  store_id BINARY(16) NULL,
  window_start DATETIME(6) NOT NULL,
  window_end DATETIME(6) NOT NULL,
  same_wish BINARY(16) NULL,
  booking_id BINARY(16) NULL,
  content TEXT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, entry_id),
  UNIQUE KEY waitlist_wish (brand_id, same_wish),
  KEY waitlist_place (brand_id, create_time, entry_id),
  KEY waitlist_service (brand_id, state, service_id, create_time),
  KEY waitlist_shopper (brand_id, shopper, create_time, entry_id),
  KEY waitlist_window (state, window_end)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
