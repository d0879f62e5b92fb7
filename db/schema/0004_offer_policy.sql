-- Where a service is offered at all: what a part of the brand says of it.

-- scope: `brand`, or a resource name below the brand: `regions/{region}`,
-- `regions/{region}/markets/{market}`, `stores/{store}`,
-- `associates/{associate}`. A policy that says nothing any more stays, without
-- rules, so that its version goes on.
CREATE TABLE offer_policy (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, scope)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
