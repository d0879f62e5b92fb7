-- Who has seats of a session.

-- A session is a booking; so is what a shopper has of it, which never goes to
-- another one. How many seats are left is counted from these.
CREATE TABLE booking_seat (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id BINARY(16) NOT NULL,
  booking_id BINARY(16) NOT NULL,
  PRIMARY KEY (brand_id, session_id, booking_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
