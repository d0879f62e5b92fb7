-- Searches for associates that found nobody, counted.

-- start_hour is the first instant of an hour, UTC. area is the token of an S2
-- cell of about 18 km, market a region or market below the brand; either is
-- empty where the search had none. filters is what else was asked, as JSON;
-- digest is of the three, 16 bytes of a SHA-256. There is nobody in it.
CREATE TABLE demand (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  start_hour DATETIME NOT NULL,
  digest BINARY(16) NOT NULL,
  area VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  market VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  filters TEXT NOT NULL,
  searches BIGINT NOT NULL,
  PRIMARY KEY (brand_id, start_hour, digest),
  KEY start_hour (start_hour)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
