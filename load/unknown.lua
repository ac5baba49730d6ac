-- GET of codes that no link has, since they are longer by one than those that are drawn; each is
-- another one, the first of them by chance:
--   wrk ... -s unknown.lua URL -- THREADS RANDOM_NUMBER
-- With a third argument, a number of requests, every thread that has sent its share of them says so
-- on a line of its own.
local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
local CODES = 62 ^ 6
-- It has no divisor in common with CODES: all of them come before one comes again.
local STEP = 15485863

local OVERLAP = 1024 -- requests past the share, for those that are under way

local started = 0

function setup(thread)
  thread:set("id", started)
  started = started + 1
end

local next_code, step, before, after, left

local function code(number)
  local characters = {}
  for i = 1, 6 do
    local digit = number % 62 + 1
    characters[i] = ALPHABET:sub(digit, digit)
    number = math.floor(number / 62)
  end
  return table.concat(characters) .. "x"
end

function init(args)
  before, after = wrk.format("GET", "/@"):match("^(.-/)@(.*)$")
  local threads, first = tonumber(args[1]), tonumber(args[2])
  step = threads * STEP
  next_code = (first + id * STEP) % CODES
  left = args[3] and math.ceil(tonumber(args[3]) / threads) + OVERLAP
end

function request()
  if left then
    left = left - 1
    if left == 0 then
      io.write("VISITED\n")
      io.stdout:flush()
    end
  end
  next_code = (next_code + step) % CODES
  return before .. code(next_code) .. after
end

dofile("report.lua")
