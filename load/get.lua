-- GET of the paths in a file, one a line, in turn: wrk ... -s get.lua URL -- FILE
local requests = {}
local next_request = 0

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  -- Each thread begins elsewhere.
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
  next_request = math.random(#requests)
end

function request()
  next_request = next_request % #requests + 1
  return requests[next_request]
end

dofile("report.lua")
