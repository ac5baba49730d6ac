-- GET of short codes drawn at random from a file of them, one a line:
--   wrk ... -s codes.lua URL -- FILE THREADS
-- With a third argument, "once", each code is visited once, the threads sharing them, and every
-- thread that has come to the end of its share says so on a line of its own.
local WIDTH = 7 -- six characters and the end of the line
-- Who visits: as real as the statistics of visits are to be fed.
local BROWSERS = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
}
local OVERLAP = 1024 -- visits past the end, for those that are under way or were only a trial

local started = 0

function setup(thread)
  thread:set("id", started)
  started = started + 1
end

local codes, count, before, visit
local after = {}

local function request_of(number)
  local code = codes:sub(number * WIDTH + 1, number * WIDTH + WIDTH - 1)
  return before .. code .. after[number % #after + 1]
end

local function draw()
  return request_of(math.random(0, count - 1))
end

local function walk(threads)
  local share = math.ceil(count / threads)
  local visited = 0
  return function()
    local number = (id + threads * (visited % share)) % count
    visited = visited + 1
    if visited == share + OVERLAP then
      io.write("VISITED\n")
      io.stdout:flush()
    end
    return request_of(number)
  end
end

function init(args)
  local file = assert(io.open(args[1]))
  codes = file:read("*a")
  file:close()
  count = #codes / WIDTH
  for i, browser in ipairs(BROWSERS) do
    local request = wrk.format("GET", "/@", { Host = wrk.headers["Host"], ["User-Agent"] = browser })
    before, after[i] = request:match("^(.-/)@(.*)$")
  end
  math.randomseed(os.time() + 7919 * id)
  visit = args[3] == "once" and walk(tonumber(args[2])) or draw
end

function request()
  return visit()
end

dofile("report.lua")
