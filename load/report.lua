-- Prints what a run came to as one line: answers, microseconds that it took, p50 and p99 in
-- microseconds, answers that are 4xx or 5xx, and requests that got no answer (in time).
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n",
    summary.requests,
    summary.duration,
    latency:percentile(50),
    latency:percentile(99),
    errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
