-- POST /shorten, every time of another URL of 80 characters: wrk ... -s shorten.lua URL
local count = 0
local thread = tostring({}):match("0x(%x+)")
local headers = { ["Content-Type"] = "application/json" }
local start = "https://example.org/load/" .. thread .. "/"
local digits = "%0" .. (80 - #start) .. "d"

function request()
  count = count + 1
  local body = '{"url": "' .. start .. string.format(digits, count) .. '"}'
  return wrk.format("POST", "/shorten", headers, body)
end

dofile("report.lua")
