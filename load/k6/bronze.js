// 50 users for a minute, who click through quickly.

import { optionsOf, profile } from './profile.js';
import { report } from './report.js';
import { walk } from './visitor.js';

const BRONZE = profile(
  'bronze',
  '50 users for a minute',
  [
    { duration: '10s', target: 25 },
    { duration: '10s', target: 50 },
    { duration: '30s', target: 50 },
    { duration: '10s', target: 0 },
  ],
  { health: 0.1, shorten: 0.1, list: 0.1, redirect: 0.3 },
);

export const options = optionsOf(BRONZE, {
  http_req_duration: ['p(95)<2000', 'p(99)<5000'],
  errors: ['rate<0.1'],
});

export default function () {
  walk(BRONZE);
}

export const handleSummary = report(BRONZE);
