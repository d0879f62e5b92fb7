// Answers the IANA time zone of points, from npm's geo-tz (its zone boundaries
// are © OpenStreetMap contributors, ODbL). For the build and its tests; the
// server has no Node.
//
// In:  lines "<latitude> <longitude>" in degrees; an empty line (or the end)
//      asks for the answers to the lines before it.
// Out: one zone a line, in order. Where several are claimed (Asia/Shanghai and
//      Asia/Urumqi in Xinjiang), the first by alphabet: geo-tz's own order
//      changes from one tile of its data to the next.
//
// Nothing is written before the empty line, so a caller may write a whole
// batch and then read it.

import { find, setCache } from 'geo-tz/all';

// geo-tz decodes boundaries piece by piece. All of them take gigabytes, so
// only the last pieces used are kept: ask for near points together.
const PIECES_MAX = 500;

class RecentPieces {
  #pieces = new Map();

  get(key) {
    return this.#pieces.get(key);
  }

  set(key, piece) {
    if (this.#pieces.size >= PIECES_MAX) {
      this.#pieces.delete(this.#pieces.keys().next().value);
    }
    this.#pieces.set(key, piece);
  }
}

setCache({ store: new RecentPieces() });

let answers = [];

function answer(line) {
  if (line === '') {
    process.stdout.write(answers.join(''));
    answers = [];
    return;
  }
  const space = line.indexOf(' ');
  const zones = find(Number(line.slice(0, space)), Number(line.slice(space)));
  answers.push(zones.reduce((a, b) => (a < b ? a : b)) + '\n');
}

let rest = '';
process.stdin.setEncoding('latin1');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) answer(line);
});
process.stdin.on('end', () => {
  if (rest !== '') answer(rest);
  answer('');
});
