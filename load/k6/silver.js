// 200 users for three minutes, who look at what they get.

import { optionsOf, profile } from './profile.js';
import { report } from './report.js';
import { walk } from './visitor.js';

const SILVER = profile(
  'silver',
  '200 users for three minutes',
  [
    { duration: '30s', target: 50 },
    { duration: '30s', target: 100 },
    { duration: '30s', target: 200 },
    { duration: '60s', target: 200 },
    { duration: '30s', target: 0 },
  ],
  { health: 1.5, shorten: 1.5, list: 1.5, redirect: 2 },
);

export const options = optionsOf(SILVER, {
  http_req_duration: ['p(95)<3000'],
  // A service that is down refuses fast.
  errors: ['rate<0.1'],
});

export default function () {
  walk(SILVER);
}

export const handleSummary = report(SILVER);
