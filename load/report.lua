-- Prints what a run came to as one line: requests/s, p50 and p99 in milliseconds, answers that are
-- neither 2xx nor 3xx, and requests that got no answer.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %.2f %.2f %d %d\n",
    summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
