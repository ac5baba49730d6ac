// From 10 users to 400 within seconds, more than a small machine can answer without delay, and
// back. Nobody may be refused, and afterwards the service must be fast again.

import { optionsOf, profile } from './profile.js';
import { report } from './report.js';
import { walk } from './visitor.js';

const SPIKE = profile(
  'spike',
  'From 10 users to 400 and back',
  [
    { duration: '1s', target: 10 },
    { duration: '19s', target: 10 },
    { duration: '5s', target: 400 },
    { duration: '20s', target: 400 },
    { duration: '5s', target: 10 },
    { duration: '40s', target: 10 },
  ],
  { health: 0.1, shorten: 0.1, list: 0.1, redirect: 0.3 },
);

// The last 30 seconds, in which nothing is left of the spike.
const AFTERWARDS = 30;
const first = Math.ceil((SPIKE.seconds - AFTERWARDS) / SPIKE.width);

const afterwards = {};
for (let interval = first; interval < SPIKE.intervals; interval++) {
  afterwards[`http_req_duration{interval:${interval}}`] = ['p(95)<100'];
}

export const options = optionsOf(SPIKE, {
  http_req_duration: ['p(95)<3000'],
  errors: ['rate<0.001'],
  ...afterwards,
});

export default function () {
  walk(SPIKE);
}

export const handleSummary = report(SPIKE);
