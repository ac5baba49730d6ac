// The course of a run as a drawing: how long answers took, above how many there were and for whom.

const WIDTH = 860;
const LEFT = 56;
const RIGHT = 8;
const PANEL = 150;
const GAP = 46;

/** An SVG for the intervals of a run. */
export function chartOf(series) {
  const end = series[series.length - 1].to;
  const x = (second) => LEFT + ((WIDTH - LEFT - RIGHT) * second) / end;
  const rate = (row) => row.requests / (row.to - row.from);
  const upper = panel(series, x, 24, [
    { name: 'p95 ms', color: 'var(--first)', value: (row) => row.p95_ms },
    { name: 'p50 ms', color: 'var(--second)', value: (row) => row.p50_ms },
  ]);
  const lower = panel(series, x, 24 + PANEL + GAP, [
    { name: 'requests/s', color: 'var(--first)', value: rate },
    { name: 'users', color: 'var(--second)', value: (row) => row.users },
  ]);
  const height = 24 + 2 * PANEL + GAP + 24;
  const times = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const anchor = part === 1 ? 'end' : 'middle';
    const place = `x="${fixed(x(end * part))}" y="${height - 6}" text-anchor="${anchor}"`;
    return `<text ${place}>${Math.round(end * part)} s</text>`;
  });
  const label = 'Durations, rate and users over the run; the table below has the numbers';
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">
${upper}
${lower}
${times.join('\n')}
</svg>`;
}

function panel(series, x, top, curves) {
  const most = scale(Math.max(...curves.flatMap((curve) => series.map(curve.value))));
  const y = (value) => top + PANEL - (PANEL * value) / most;
  const lines = [0, 0.5, 1].map((part) => {
    const height = fixed(y(most * part));
    return (
      `<path d="M${LEFT} ${height}H${WIDTH - RIGHT}" stroke="var(--line)"/>` +
      `<text x="${LEFT - 6}" y="${height}" dy="4" text-anchor="end">${most * part}</text>`
    );
  });
  const drawn = curves.map((curve, number) => {
    const points = series.map(
      (row) => `${fixed(x((row.from + row.to) / 2))},${fixed(y(curve.value(row)))}`,
    );
    return (
      `<polyline points="${points.join(' ')}" style="stroke:${curve.color}"/>` +
      `<text x="${LEFT + 100 * number}" y="${top - 8}" style="fill:${curve.color}">` +
      `${curve.name}</text>`
    );
  });
  return [...lines, ...drawn].join('\n');
}

/** The next of 1, 2, 5, 10, 20, 50, ... */
function scale(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

function fixed(number) {
  return number.toFixed(1);
}
