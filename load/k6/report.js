// What a run came to: a JSON file, a page to read, and a few lines at the end of k6's output.

import { pageOf } from './page.js';
import { ERRORS, offered, STEPS, usersAt } from './profile.js';
import { BASE_URL } from './visitor.js';

const RESULTS = __ENV.RESULTS || fileOf(import.meta.resolve('../results/k6'));

// Kept beside a run whose rate its think times bound. k6 reads files before it begins.
const unthrottled = earlier('unthrottled');

/** k6's handleSummary for a profile. */
export function report(profile) {
  return (data) => {
    const results = resultsOf(profile, data);
    const file = `${RESULTS}/${profile.name}`;
    return {
      [`${file}.json`]: `${JSON.stringify(results, null, 1)}\n`,
      [`${file}.html`]: pageOf(results, profile.name === 'unthrottled' ? null : unthrottled),
      stdout: `${summaryOf(results)}\n  written: ${file}.json and .html\n`,
    };
  };
}

function resultsOf(profile, data) {
  const seconds = data.state.testRunDurationMs / 1000;
  const all = figures(data, '');
  return {
    name: profile.name,
    title: profile.title,
    base_url: BASE_URL,
    ended: `${new Date().toISOString().slice(0, 19)}Z`,
    about: JSON.parse(__ENV.ABOUT || '{}'),
    stages: profile.stages,
    think_seconds: profile.think,
    offered: offered(profile),
    seconds: rounded(seconds),
    requests_per_second: rounded(all.requests / seconds),
    ...all,
    kinds_of_errors: errorsOf(data),
    redirects: counter(data, 'redirects'),
    doubtful_redirects: counter(data, 'doubtful_redirects'),
    thresholds: thresholdsOf(data),
    steps: Object.fromEntries(STEPS.map((step) => [step, figures(data, `{name:${step}}`)])),
    kill: __ENV.KILLED_AT ? killOf(data) : null,
    series: seriesOf(profile, data),
  };
}

function seriesOf(profile, data) {
  return Array.from({ length: profile.intervals }, (_, number) => {
    const from = number * profile.width;
    const to = Math.min(from + profile.width, profile.seconds);
    return {
      from,
      to,
      users: Math.round(usersAt(profile, (from + to) / 2)),
      ...figures(data, `{interval:${number}}`),
    };
  });
}

function killOf(data) {
  const inFlight = data.metrics['errors{in_flight:yes}'].values;
  return {
    at: new Date(Number(__ENV.KILLED_AT)).toISOString(),
    in_flight: inFlight.passes + inFlight.fails,
    in_flight_errors: inFlight.passes,
    ten_seconds_after: figures(data, '{after_kill:yes}'),
  };
}

function figures(data, tags) {
  const duration = data.metrics[`http_req_duration${tags}`].values;
  const errors = data.metrics[`errors${tags}`].values;
  return {
    requests: errors.passes + errors.fails,
    errors: errors.passes,
    p50_ms: rounded(duration.med),
    p95_ms: rounded(duration['p(95)']),
    p99_ms: rounded(duration['p(99)']),
    max_ms: rounded(duration.max),
  };
}

function thresholdsOf(data) {
  return Object.entries(data.metrics).flatMap(([metric, { thresholds }]) =>
    Object.entries(thresholds || {}).map(([condition, { ok }]) => ({ metric, condition, ok })),
  );
}

function errorsOf(data) {
  const counts = ERRORS.map((kind) => [kind, data.metrics[`errors{error:${kind}}`].values.passes]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** A counter that nothing was added to is no metric. */
function counter(data, name) {
  return data.metrics[name] ? data.metrics[name].values.count : 0;
}

function summaryOf(results) {
  const broken = results.thresholds.filter((threshold) => !threshold.ok);
  const lines = [
    '',
    `${results.name}: ${results.title}, ${results.base_url}`,
    `  ${results.requests} requests in ${results.seconds} s,` +
      ` ${results.requests_per_second} a second, ${results.errors} errors`,
    `  p50 ${results.p50_ms} ms, p95 ${results.p95_ms} ms, p99 ${results.p99_ms} ms,` +
      ` max ${results.max_ms} ms`,
  ];
  for (const [step, figures] of Object.entries(results.steps)) {
    lines.push(`  ${step.padEnd(8)}  p95 ${figures.p95_ms} ms, ${figures.errors} errors`);
  }
  if (results.errors > 0) {
    const kinds = Object.entries(results.kinds_of_errors);
    lines.push(`  errors: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  }
  if (results.kill) {
    const { kill } = results;
    lines.push(
      `  killed at ${kill.at}: ${kill.in_flight} requests in flight, ${kill.in_flight_errors} of` +
        ` them errors; p95 of the 10 s from then on ${kill.ten_seconds_after.p95_ms} ms`,
    );
  }
  lines.push(
    `  ${results.thresholds.length} thresholds, ${broken.length} broken`,
    ...broken.map((threshold) => `  BROKEN  ${threshold.metric} ${threshold.condition}`),
  );
  return lines.join('\n');
}

function earlier(name) {
  try {
    return JSON.parse(open(`${RESULTS}/${name}.json`));
  } catch {
    return null;
  }
}

function rounded(number) {
  return Math.round(number * 100) / 100;
}

function fileOf(url) {
  return decodeURIComponent(url.replace(/^file:\/\//, ''));
}
