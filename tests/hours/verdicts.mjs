// Judges texts of opening_hours: verdicts.mjs NODE_MODULES <texts.json
//
// Reads a JSON list of texts on stdin and writes one of verdicts: whether npm's
// opening_hours takes the text, and from which minute to which it is open in
// the week of 6 May 2024, UTC (run with TZ=UTC; it reads the process's zone).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2] + '/');
const OpeningHours = require('opening_hours');

const PLACE = {
  lat: 41.88,
  lon: -87.63,
  address: { country_code: 'us', state: 'Illinois' },
};
const START = new Date(2024, 4, 6);
const END = new Date(2024, 4, 13);

const minute = (date) => Math.round((date - START) / 60000);

function verdictOf(text) {
  let hours;
  try {
    hours = new OpeningHours(text, PLACE, {});
  } catch {
    return { valid: false, open: [] };
  }
  const open = hours
    .getOpenIntervals(START, END)
    .filter(([, , unknown]) => !unknown)
    .map(([from, to]) => [minute(from), minute(to)]);
  return { valid: true, open };
}

const texts = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(verdictOf)));
