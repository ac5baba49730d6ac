// The visitor whom every script here sends many of: asks whether the service is well, makes a link,
// looks at the newest links, follows its own, and thinks after each.

import { sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Rate } from 'k6/metrics';

import { ERRORS, intervalOf } from './profile.js';

export const BASE_URL = (__ENV.BASE_URL || 'http://localhost').replace(/\/+$/, '');

// When an instance of the service is killed during the run, in milliseconds since 1970; by whoever
// starts the script, since k6 cannot.
const KILLED_AT = Number(__ENV.KILLED_AT || NaN);
// A process that is killed takes a moment to be gone, and its connections with it: what is sent to
// it in this time counts as in flight. When it takes longer, more counts as errors.
const DYING = 200;
// The time after a kill that is reported by itself.
const AFTER_KILL = 10000;

const TIMEOUT = '10s';
const PER_PAGE = 20;

// True for an answer that is not what the visitor needs, and for none.
const errors = new Rate('errors');
// Links that were followed; and of those that gave an error, the service may have recorded a click.
const redirects = new Counter('redirects');
const doubtfulRedirects = new Counter('doubtful_redirects');

let code = null;
let target = null;

/** Walks once. The think times are in seconds, each for after its step. */
export function walk(profile) {
  const ask = (step, send, isGood) => answer(profile, step, send, isGood);
  const think = profile.think;

  ask('health', (params) => http.get(`${BASE_URL}/health`, params), isWell);
  sleep(think.health);

  const url = `https://example.org/visitors/${exec.vu.idInTest}/${exec.vu.iterationInInstance}`;
  const made = ask('shorten', (params) => shorten(url, params), isMade);
  if (made) {
    code = read(made).short_code;
    target = url;
  }
  sleep(think.shorten);

  ask('list', (params) => http.get(`${BASE_URL}/urls?page=1&per_page=${PER_PAGE}`, params), isList);
  sleep(think.list);

  // Who could not make a link follows the one from before.
  if (code) {
    const leads = (response) => response.status === 302 && response.headers.Location === target;
    const followed = ask('redirect', (params) => http.get(`${BASE_URL}/${code}`, params), leads);
    (followed ? redirects : doubtfulRedirects).add(1);
  }
  sleep(think.redirect);
}

function answer(profile, step, send, isGood) {
  const start = Date.now();
  const tags = {
    name: step,
    interval: intervalOf(profile, exec.instance.currentTestRunDuration / 1000),
    after_kill: start >= KILLED_AT && start < KILLED_AT + AFTER_KILL ? 'yes' : 'no',
  };
  const response = send({
    redirects: 0,
    timeout: TIMEOUT,
    headers: { 'Content-Type': 'application/json' },
    tags,
  });
  const good = isGood(response);
  const inFlight = start < KILLED_AT + DYING && Date.now() >= KILLED_AT;
  errors.add(!good, {
    ...tags,
    in_flight: inFlight ? 'yes' : 'no',
    error: good ? 'no' : errorOf(response),
  });
  return good ? response : null;
}

function shorten(url, params) {
  return http.post(`${BASE_URL}/shorten`, JSON.stringify({ url }), params);
}

function errorOf({ status }) {
  if (status === 0) {
    return 'none';
  }
  if (status < 400) {
    return 'wrong';
  }
  return ERRORS.includes(String(status)) ? String(status) : 'other';
}

function isWell(response) {
  return response.status === 200 && read(response).status === 'ok';
}

function isMade(response) {
  return response.status === 201 && /^[A-Za-z0-9]{6}$/.test(read(response).short_code);
}

function isList(response) {
  const links = response.status === 200 && read(response);
  return Array.isArray(links) && links.length > 0 && links.length <= PER_PAGE;
}

function read(response) {
  try {
    return JSON.parse(response.body) ?? {};
  } catch {
    return {};
  }
}
