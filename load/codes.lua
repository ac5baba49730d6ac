-- GET of short codes drawn at random from a file of them, one a line:
--   wrk ... -s codes.lua URL -- FILE THREADS
-- With a third argument, "once", each code is visited once, the threads sharing them, and every
-- thread that has come to the end of its share says so on a line of its own.
local WIDTH = 7 -- six characters and the end of the line
local OVERLAP = 1024 -- visits past the end, for those that are under way or were only a trial

local started = 0

function setup(thread)
  thread:set("id", started)
  started = started + 1
end

local codes, count, before, after, visit

local function request_of(number)
  return before .. codes:sub(number * WIDTH + 1, number * WIDTH + WIDTH - 1) .. after
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
  before, after = wrk.format("GET", "/@"):match("^(.-/)@(.*)$")
  math.randomseed(os.time() + 7919 * id)
  visit = args[3] == "once" and walk(tonumber(args[2])) or draw
end

function request()
  return visit()
end

dofile("report.lua")
