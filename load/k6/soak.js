// 100 users for an hour, or for DURATION (90s, 30m, 12h): what grows or slows down shows in time.

import { optionsOf, profile } from './profile.js';
import { report } from './report.js';
import { walk } from './visitor.js';

const SOAK = profile(
  'soak',
  '100 users for hours',
  [
    { duration: '30s', target: 100 },
    { duration: __ENV.DURATION || '1h', target: 100 },
    { duration: '30s', target: 0 },
  ],
  { health: 1.5, shorten: 1.5, list: 1.5, redirect: 2 },
);

// Each interval by itself, so that a bad hour does not hide among good ones.
const always = {};
for (let interval = 0; interval < SOAK.intervals; interval++) {
  always[`http_req_duration{interval:${interval}}`] = ['p(95)<250'];
}

export const options = optionsOf(SOAK, {
  http_req_duration: ['p(95)<100', 'p(99)<500'],
  errors: ['rate<0.001'],
  ...always,
});

export default function () {
  walk(SOAK);
}

export const handleSummary = report(SOAK);
