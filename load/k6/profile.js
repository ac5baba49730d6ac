// How many users come when, how long they think, and what of it is reported.

export const STEPS = ['health', 'shorten', 'list', 'redirect'];

// What an error can be: no answer in time, a status, or a right status with a wrong content.
export const ERRORS = ['none', '404', '429', '500', '502', '503', '504', 'wrong', 'other'];

// Seconds that an interval of the time series can have, and how many intervals there are at most.
const WIDTHS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const INTERVALS = 36;

/** Users rise and fall in straight lines through the stages, as k6's own stages say. */
export function profile(name, title, stages, think) {
  const seconds = stages.reduce((sum, stage) => sum + secondsOf(stage.duration), 0);
  const fitting = WIDTHS.filter((width) => seconds / width <= INTERVALS);
  const width = fitting.length > 0 ? fitting[0] : Math.ceil(seconds / INTERVALS);
  return { name, title, stages, think, seconds, width, intervals: Math.ceil(seconds / width) };
}

/** k6's options for it; every interval and every step becomes a figure of its own. */
export function optionsOf(profile, thresholds) {
  const figures = { http_req_duration: [], errors: [], 'errors{in_flight:yes}': [] };
  const tags = [
    ...STEPS.map((step) => `name:${step}`),
    ...Array.from({ length: profile.intervals }, (_, number) => `interval:${number}`),
    'after_kill:yes',
  ];
  for (const kind of ERRORS) {
    figures[`errors{error:${kind}}`] = [];
  }
  for (const tag of tags) {
    figures[`http_req_duration{${tag}}`] = [];
    figures[`errors{${tag}}`] = [];
  }
  return {
    scenarios: {
      [profile.name]: { executor: 'ramping-vus', startVUs: 0, stages: profile.stages },
    },
    thresholds: { ...figures, ...thresholds },
    summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max', 'count'],
    // Only what is asked for above is kept apart: thousands of links are one figure.
    systemTags: ['status', 'name', 'error_code'],
    userAgent: 'shortener-visitors',
  };
}

/** The interval that a moment belongs to; the last users end after the stages. */
export function intervalOf(profile, second) {
  return String(Math.min(Math.floor(second / profile.width), profile.intervals - 1));
}

/** How many users there are at a moment. */
export function usersAt(profile, second) {
  let before = 0;
  let start = 0;
  for (const stage of profile.stages) {
    const length = secondsOf(stage.duration);
    if (second < start + length) {
      return before + ((stage.target - before) * (second - start)) / length;
    }
    start += length;
    before = stage.target;
  }
  return before;
}

/** Requests a second if answers took no time: over the whole, and when most users are there. */
export function offered(profile) {
  const thinking = Object.values(profile.think).reduce((sum, seconds) => sum + seconds, 0);
  if (thinking === 0) {
    return null;
  }
  let before = 0;
  let userSeconds = 0;
  for (const stage of profile.stages) {
    userSeconds += ((before + stage.target) / 2) * secondsOf(stage.duration);
    before = stage.target;
  }
  const most = Math.max(...profile.stages.map((stage) => stage.target));
  const perUser = STEPS.length / thinking;
  const mean = (perUser * userSeconds) / profile.seconds;
  const [whole, peak, pause] = [mean, perUser * most, thinking].map(
    (number) => Math.round(number * 10) / 10,
  );
  return { mean: whole, most: peak, thinking: pause };
}

/** Of a duration as k6 writes it: 90s, 1h30m. */
export function secondsOf(duration) {
  const parts = [...duration.matchAll(/(\d+)(h|m|s)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== duration) {
    throw new Error(`'${duration}' is not a duration such as 90s, 30m or 1h30m.`);
  }
  const unit = { h: 3600, m: 60, s: 1 };
  return parts.reduce((sum, part) => sum + Number(part[1]) * unit[part[2]], 0);
}
