// Writes the holidays of countries and their parts: holiday_table.mjs OUT
//
// From npm's date-holidays. Of its types only `public` counts as a public
// holiday, and `school` as a day without school; a holiday over several days is
// each of them. The format is that of server/hours/holidays.h.

import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const Holidays = require('date-holidays');
const { version } = JSON.parse(
  readFileSync(require.resolve('date-holidays/package.json'), 'utf8'));

const FIRST_YEAR = 2024;
const LAST_YEAR = 2035;
const KINDS = ['public', 'school'];
const DAY_MS = 24 * 60 * 60 * 1000;

const HEADER = [
  `# Holidays: npm's date-holidays ${version}, data CC BY-SA 3.0 ` +
    '(https://creativecommons.org/licenses/by-sa/3.0/), from Wikipedia and ' +
    'the sources it names; selected and resolved to dates',
  `# years ${FIRST_YEAR} ${LAST_YEAR}`,
];

// The days of a holiday, in days since 1970. One that begins on the eve
// (18:00) is of the date it is named by.
function daysOf({ date, start, end }) {
  const first = Date.parse(date.slice(0, 10) + 'T00:00:00Z') / DAY_MS;
  const count = Math.max(1, Math.round((end - start) / DAY_MS));
  return Array.from({ length: count }, (_, i) => first + i);
}

function compact(days) {
  if (days.length === 0) return '-';
  const first = new Date(days[0] * DAY_MS).toISOString().slice(0, 10);
  const steps = days.slice(1).map((day, i) => '+' + (day - days[i]));
  return first.replaceAll('-', '') + steps.join('');
}

function linesOf(place) {
  const calendar = new Holidays(...place);
  const holidays = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; ++year) {
    holidays.push(...(calendar.getHolidays(year) || []));
  }
  const first = Date.UTC(FIRST_YEAR, 0, 1) / DAY_MS;
  const last = Date.UTC(LAST_YEAR, 11, 31) / DAY_MS;
  return KINDS.map((kind) => {
    const days = new Set(
      holidays.filter(({ type }) => type === kind).flatMap(daysOf));
    const sorted = [...days]
      .filter((day) => day >= first && day <= last)
      .sort((a, b) => a - b);
    return { kind, sorted };
  })
    .filter(({ kind, sorted }) => kind === 'public' || sorted.length > 0)
    .map(({ kind, sorted }) =>
      [place.join('/'), kind, compact(sorted)].join('\t'));
}

const index = new Holidays();
const lines = [...HEADER];
for (const country of Object.keys(index.getCountries()).sort()) {
  lines.push(...linesOf([country]));
  for (const state of Object.keys(index.getStates(country) || {}).sort()) {
    lines.push(...linesOf([country, state]));
    const regions = Object.keys(index.getRegions(country, state) || {}).sort();
    for (const region of regions) lines.push(...linesOf([country, state, region]));
  }
}
writeFileSync(process.argv[2], lines.join('\n') + '\n');
