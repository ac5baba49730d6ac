// The page of a run: one HTML file that needs nothing else.

import { chartOf } from './chart.js';

// What the product that this one follows came to with walks, users and think times like these: on its
// own machine, and on one with two cores.
const BEFORE = {
  bronze: [
    ['the product before this one, on its own machine', '212.75', '58.16'],
    ['the product before this one, on two cores, directly', '', '9 to 45'],
    ['the product before this one, on two cores, through nginx', '', '14 to 28'],
  ],
  silver: [['the product before this one, on its own machine', '', '8.94']],
};

const STYLE = `
:root { color-scheme: light dark; }
:root { --line: #8884; --first: #2563eb; --second: #d97706; --bad: #dc2626; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); font-weight: bold; }
svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: currentColor; }
svg polyline { fill: none; stroke-width: 2; }
`;

/** The page of these results; beside it stands what an unthrottled run came to, if there is one. */
export function pageOf(results, unthrottled) {
  const broken = results.thresholds.filter((threshold) => !threshold.ok).length;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(results.name)}: ${escaped(results.title)}</title>
<style>${STYLE}</style>
<h1>${escaped(results.name)}: ${escaped(results.title)}</h1>
<p>${
    broken
      ? `<span class="bad">${broken} of ${results.thresholds.length} thresholds broken.</span>`
      : `All ${results.thresholds.length} thresholds held.`
  } ${results.requests} requests in ${results.seconds} s,
${results.errors} errors. Ended ${escaped(results.ended)}, asked ${escaped(results.base_url)}.</p>

${comparison(results, unthrottled)}

<h2>What was asked for</h2>
${table(
  ['', 'requests', 'errors', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
  [...Object.entries(results.steps), ['all', results]].map(([step, row]) => [
    step,
    ...numbers(row),
  ]),
)}
${results.errors ? kinds(results.kinds_of_errors) : ''}
${results.kill ? killed(results.kill) : ''}
<p id="clicks">${results.redirects} redirects were acknowledged. Whether each is recorded as a
click is looked up by load/visitors.</p>

<h2>Thresholds</h2>
${thresholds(results.thresholds)}

<h2>In the course of the run</h2>
${chartOf(results.series)}
${table(
  ['seconds', 'users', 'requests', 'errors', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
  results.series.map((row) => [`${row.from} to ${row.to}`, row.users, ...numbers(row)]),
)}
<p>Users are those of the profile in the middle of the interval.</p>

<h2>How</h2>
<p>Each user asks for <code>/health</code>, makes a link, lists the newest 20, and follows the link
without going on to where it leads; and thinks in between, for ${thinking(results)}. Stages:
${results.stages.map((stage) => `to ${stage.target} in ${stage.duration}`).join(', ')}.
An error is an answer that is not what the user needs (status, code, Location), and none within
10 s.</p>
${table(['', ''], Object.entries(results.about))}
</html>
`;
}

function comparison(results, unthrottled) {
  const rows = [['this run', results.requests_per_second, results.p95_ms]];
  rows.push(...(BEFORE[results.name] || []));
  if (unthrottled) {
    const { requests_per_second: rate, p95_ms: p95, ended, base_url: url } = unthrottled;
    rows.push([`this product without think times (${ended}, ${url})`, rate, p95]);
  }
  const { offered } = results;
  const bound = offered
    ? `<p>Think times bound this run: a user takes at least ${offered.thinking} s for four requests,
so that there are at most ${offered.mean} requests a second over the whole and ${offered.most}
when all users are there, however fast the service is. Compare p95; how much the service can answer is
shown by users who do not think.</p>`
    : '<p>Users who do not think ask for the next thing as soon as they have an answer.</p>';
  return `<h2>Beside others</h2>\n${table(['', 'requests/s', 'p95 ms'], rows)}\n${bound}`;
}

function kinds(errors) {
  const counts = Object.entries(errors).map(([kind, count]) => `${count} ${kind}`);
  return `<p>Errors by the status of the answer: ${counts.join(', ')}.</p>`;
}

function killed(kill) {
  const after = kill.ten_seconds_after;
  return `<p>Half of the instances were killed at ${escaped(kill.at)}. ${kill.in_flight} requests
were in flight, at any instance, and ${kill.in_flight_errors} of them gave an error. In the 10 s from
then on p95 was ${after.p95_ms} ms for ${after.requests} requests.</p>`;
}

function thresholds(all) {
  // A soak has one for each interval: what they have in common is said once.
  const rows = new Map();
  for (const { metric, condition, ok } of all) {
    const name = `${metric.replace(/\{interval:\d+\}/, ', each interval')} ${condition}`;
    const { held, count } = rows.get(name) || { held: 0, count: 0 };
    rows.set(name, { held: held + (ok ? 1 : 0), count: count + 1 });
  }
  return table(
    ['', 'held'],
    [...rows].map(([name, { held, count }]) => [
      name,
      count === 1 ? yes(held) : `${held} of ${count}`,
    ]),
  );
}

function yes(held) {
  return held ? 'yes' : 'no';
}

function thinking(results) {
  const parts = Object.entries(results.think_seconds);
  return parts.map(([step, seconds]) => `${seconds} s after ${step}`).join(', ');
}

function numbers(row) {
  return [row.requests, row.errors, row.p50_ms, row.p95_ms, row.p99_ms, row.max_ms];
}

function table(head, rows) {
  const lines = [head, ...rows].map((row, line) => {
    const tag = line === 0 ? 'th' : 'td';
    const cells = row.map((cell, column) => {
      const numeric = column > 0 && (line === 0 || /^[\d.,]*( to [\d.]+)?$/.test(cell));
      return `<${tag}${numeric ? ' class="n"' : ''}>${escaped(cell)}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>\n${lines.join('\n')}\n</table>`;
}

function escaped(text) {
  return String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
