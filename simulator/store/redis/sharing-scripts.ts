/** What simulators that share a Redis need in one step each: documents, the log of accounts, common counts, who is there. */

/** KEYS: documents. ARGV: how many to write, names and texts in turn, then the names of those that go. Gives the number of the state. */
export const keep = `
local last = tonumber(ARGV[1]) * 2 + 1
for i = 2, last, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
for i = last + 1, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end
return redis.call('HINCRBY', KEYS[1], 'revision', 1)`

/** KEYS: position, log. ARGV: after which number. Gives the number of the first, then the entries. */
export const readLog = `
local first = tonumber(redis.call('GET', KEYS[1]) or 0) - redis.call('LLEN', KEYS[2]) + 1
local from = math.max(0, tonumber(ARGV[1]) + 1 - first)
local entries = redis.call('LRANGE', KEYS[2], from, -1)
table.insert(entries, 1, tostring(first + from))
return entries`

/** KEYS: position, log. ARGV: the entry. */
export const appendLog = `
redis.call('RPUSH', KEYS[2], ARGV[1])
return redis.call('INCR', KEYS[1])`

/** Entries up to a number go. KEYS: position, log. ARGV: the number. */
export const trimLog = `
local first = tonumber(redis.call('GET', KEYS[1]) or 0) - redis.call('LLEN', KEYS[2]) + 1
redis.call('LTRIM', KEYS[2], math.max(0, tonumber(ARGV[1]) + 1 - first), -1)`

/** KEYS: tally. ARGV: since which number, then rule, hits, seen in turn. Gives whether it was that, the number, and all counts when not. */
export const tally = `
local number = redis.call('HGET', KEYS[1], '#') or '0'
if number ~= ARGV[1] then
  local all = redis.call('HGETALL', KEYS[1])
  table.insert(all, 1, number)
  table.insert(all, 1, 'stale')
  return all
end
if #ARGV == 1 then return { 'counted', number } end
for i = 2, #ARGV, 3 do
  if ARGV[i + 1] ~= '0' then redis.call('HINCRBY', KEYS[1], 'h/' .. ARGV[i], ARGV[i + 1]) end
  if ARGV[i + 2] ~= '0' then redis.call('HINCRBY', KEYS[1], 's/' .. ARGV[i], ARGV[i + 2]) end
end
return { 'counted', tostring(redis.call('HINCRBY', KEYS[1], '#', 1)) }`

/** KEYS: tally. ARGV: the rules whose counts begin anew. */
export const forget = `
for i = 1, #ARGV do redis.call('HDEL', KEYS[1], 'h/' .. ARGV[i], 's/' .. ARGV[i]) end
return redis.call('HINCRBY', KEYS[1], '#', 1)`

/** KEYS: the simulators. ARGV: who is there. Gives who else is, and for how many milliseconds nothing was heard of each. */
export const beat = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 2, #all, 2 do all[i] = now - tonumber(all[i]) end
return all`

/** KEYS: a lock. ARGV: who holds it. */
export const unlock = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`

/** KEYS: a lock. ARGV: who holds it, for how many milliseconds more. */
export const holdLock = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end`

/** KEYS: leases. ARGV: whose do not count. Gives how many others there are. */
export const leasesOfOthers = `
local count = 0
for _, owner in ipairs(redis.call('HVALS', KEYS[1])) do
  if owner ~= ARGV[1] then count = count + 1 end
end
return count`
