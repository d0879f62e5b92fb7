-- Brands and what they consist of. Reads are served from memory, which loads
-- all of this at start; so what no query looks at is one JSON text a row, and
-- there are no indexes but the keys. Ids a brand chose are words in ascii_bin;
-- ids we derived are 16 bytes.

CREATE TABLE brand (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE store (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id BINARY(16) NOT NULL,
  version BIGINT NOT NULL,
  source VARCHAR(40) NOT NULL,
  source_id VARCHAR(200) NOT NULL,
  latitude_deg DOUBLE NOT NULL,
  longitude_deg DOUBLE NOT NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content MEDIUMTEXT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, store_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE associate (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  associate_id BINARY(16) NOT NULL,
  version BIGINT NOT NULL,
  source VARCHAR(40) NOT NULL,
  source_id VARCHAR(200) NOT NULL,
  content MEDIUMTEXT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, associate_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE service (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, service_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
