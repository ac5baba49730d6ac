-- GET of codes that no link has, each another one, the first of them by chance:
--   wrk ... -s unknown.lua URL -- THREADS RANDOM_NUMBER
local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
local CODES = 62 ^ 6
-- It has no divisor in common with CODES: all of them come before one comes again.
local STEP = 15485863

local started = 0

function setup(thread)
  thread:set("id", started)
  started = started + 1
end

local next_code, step, before, after

local function code(number)
  local characters = {}
  for i = 1, 6 do
    local digit = number % 62 + 1
    characters[i] = ALPHABET:sub(digit, digit)
    number = math.floor(number / 62)
  end
  return table.concat(characters)
end

function init(args)
  before, after = wrk.format("GET", "/@"):match("^(.-/)@(.*)$")
  local threads, first = tonumber(args[1]), tonumber(args[2])
  step = threads * STEP
  next_code = (first + id * STEP) % CODES
end

function request()
  next_code = (next_code + step) % CODES
  return before .. code(next_code) .. after
end

dofile("report.lua")
