-- Rooms and equipment, and who else takes part in a booking.

-- resource_id is derived from brand, store and slug; claims know a resource by
-- it, as they know associates by theirs.
CREATE TABLE store_resource (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resource_id BINARY(16) NOT NULL,
  version BIGINT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  store_id BINARY(16) NOT NULL,
  slug VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  PRIMARY KEY (brand_id, resource_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- By whom bookings are found beside booking.associate_id: those with more than
-- one associate have a row for each of the others, whatever their state.
CREATE TABLE booking_associate (
  brand_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  associate_id BINARY(16) NOT NULL,
  start_time DATETIME(6) NOT NULL,
  booking_id BINARY(16) NOT NULL,
  PRIMARY KEY (brand_id, associate_id, start_time, booking_id),
  KEY booking (brand_id, booking_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
