-- POST /shorten, every time of another URL: wrk ... -s shorten.lua URL
local count = 0
local thread = tostring({}):match("0x(%x+)")
local headers = { ["Content-Type"] = "application/json" }

function request()
  count = count + 1
  local body = string.format('{"url": "https://example.org/load/%s/%d"}', thread, count)
  return wrk.format("POST", "/shorten", headers, body)
end

dofile("report.lua")
