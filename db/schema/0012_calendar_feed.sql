-- The addresses at which calendar programs read an associate's bookings: of
-- each only what recognizes it, the SHA-256 of its token. Whoever reads this
-- table, or a copy of it, cannot read a calendar.
CREATE TABLE calendar_feed (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  associate_id BINARY(16) NOT NULL,
  token_hash BINARY(32) NOT NULL,
  create_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, associate_id),
  UNIQUE KEY calendar_feed_token (token_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
