// Users who do not think: what the service answers when they ask for the next thing at once. 50 of
// them, as in bronze, for 30 seconds or for DURATION.

import { optionsOf, profile } from './profile.js';
import { report } from './report.js';
import { walk } from './visitor.js';

const UNTHROTTLED = profile(
  'unthrottled',
  '50 users without think times',
  [
    { duration: '1s', target: 50 },
    { duration: __ENV.DURATION || '30s', target: 50 },
  ],
  { health: 0, shorten: 0, list: 0, redirect: 0 },
);

export const options = optionsOf(UNTHROTTLED, {
  http_req_duration: ['p(95)<2000'],
  errors: ['rate<0.001'],
});

export default function () {
  walk(UNTHROTTLED);
}

export const handleSummary = report(UNTHROTTLED);
