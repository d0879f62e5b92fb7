-- What is written for the sake of its COMMIT alone (safe_point.h). Few rows, so
-- that nothing grows; several, so that few wait for each other.
CREATE TABLE safe_point (
  lane SMALLINT NOT NULL,
  uses BIGINT NOT NULL,
  PRIMARY KEY (lane)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
