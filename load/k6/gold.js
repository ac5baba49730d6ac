// 500 users, and half of the instances are killed in the middle and started again. k6 cannot kill:
// load/visitors does, and says when in KILLED_AT.

import { optionsOf, profile } from './profile.js';
import { report } from './report.js';
import { walk } from './visitor.js';

const GOLD = profile(
  'gold',
  '500 users, half of the instances killed in the middle',
  [
    { duration: '30s', target: 500 },
    { duration: '120s', target: 500 },
    { duration: '10s', target: 0 },
  ],
  { health: 1.5, shorten: 1.5, list: 1.5, redirect: 2 },
);

export const options = optionsOf(GOLD, {
  http_req_duration: ['p(95)<100'],
  'errors{in_flight:no}': ['rate<0.001'],
});

export default function () {
  walk(GOLD);
}

export const handleSummary = report(GOLD);
