/**
 * The script that every change goes through. A value is `version|JSON` for a trade, `B|JSON` for a blocked id, `sequence|due|JSON`
 * for a task, `who|JSON` for an entry of the log.
 */

/**
 * Any number of changes, each by itself taken or refused. KEYS: those of a partner, in their order, then position and watched.
 * ARGV: how many exchanges are kept, the journal's channel, the partner, who commits, how many changes; then each change; then
 * how many answers, and each.
 * Gives 1 or 0 a change, and last the lowest exchange id that is still there, when one had to go.
 */
export const commit = `
local trades, order, numbers, refunds, codes, notifications, notified, tasks, queue, leases, exchanges, numbered, answers,
  sequences, log, movers = unpack(KEYS)
local position, watched = KEYS[19], KEYS[20]
local at = 0
local function word() at = at + 1 return ARGV[at] end
local function words(width)
  local list = {}
  for i = 1, tonumber(word()) * width do list[i] = word() end
  return list
end
local function others(key, name, id)
  if name == '' then return false end
  local owner = redis.call('HGET', key, name)
  return owner and owner ~= id
end
local function dropTask(id)
  local text = redis.call('HGET', tasks, id)
  if not text then return end
  local sequence = string.match(text, '^(%d+)|')
  redis.call('ZREM', queue, string.format('%012d:%s', sequence, id))
  redis.call('HDEL', tasks, id)
  redis.call('HDEL', leases, id)
end
local size, channel, partner, origin, changes = tonumber(word()), word(), word(), word(), tonumber(word())
local results, floor, rings = {}, '', false
for nth = 1, changes do
  local id, version, text, number, block, blockText = word(), word(), word(), word(), word(), word()
  local refund, code, mover, asOf, entry = word(), word(), word(), word(), word()
  local told, done, put = words(2), words(1), words(3)
  local exchange, exchangeText = word(), word()
  local conflict, held = false, 0
  if id ~= '' then
    local before = redis.call('HGET', trades, id)
    if before then
      local mark = string.match(before, '^(%w+)|')
      if mark == 'B' then conflict = true else held = tonumber(mark) end
    end
    conflict = conflict or held ~= tonumber(version) - 1
      or (held == 0 and redis.call('HEXISTS', numbers, number) == 1)
      or others(refunds, refund, id) or others(codes, code, id)
  end
  if block ~= '' and redis.call('HEXISTS', trades, block) == 1 then conflict = true end
  if mover ~= '' and asOf ~= '' and tonumber(redis.call('HGET', movers, mover) or 0) > tonumber(asOf) then conflict = true end
  if conflict then results[nth] = 0 else
    results[nth] = 1
    if id ~= '' then
      redis.call('HSET', trades, id, version .. '|' .. text)
      if held == 0 then
        redis.call('HSET', numbers, number, id)
        redis.call('ZADD', order, redis.call('HINCRBY', sequences, 'trade', 1), id)
      end
      if refund ~= '' then redis.call('HSET', refunds, refund, id) end
      if code ~= '' then redis.call('HSET', codes, code, id) end
    end
    if block ~= '' then redis.call('HSET', trades, block, 'B|' .. blockText) end
    if mover ~= '' then
      local now = redis.call('INCR', position)
      redis.call('RPUSH', log, origin .. '|' .. entry)
      redis.call('HSET', movers, mover, now)
    end
    for i = 1, #told, 2 do
      if redis.call('HSET', notifications, told[i], told[i + 1]) == 1 then redis.call('RPUSH', notified, told[i]) end
    end
    for i = 1, #done do dropTask(done[i]) end
    for i = 1, #put, 3 do
      dropTask(put[i])
      local sequence = redis.call('HINCRBY', sequences, 'task', 1)
      redis.call('HSET', tasks, put[i], sequence .. '|' .. put[i + 1] .. '|' .. put[i + 2])
      redis.call('ZADD', queue, put[i + 1], string.format('%012d:%s', sequence, put[i]))
    end
    if exchange ~= '' then
      rings = true
      local late = false
      while redis.call('ZCARD', numbered) >= size do
        local first = redis.call('ZRANGE', numbered, 0, 0)[1]
        late = tonumber(exchange) < tonumber(first)
        if late then break end
        redis.call('ZREM', numbered, first)
        redis.call('HDEL', exchanges, first)
        redis.call('HDEL', answers, first)
        floor = tostring(tonumber(first) + 1)
      end
      if not late then
        redis.call('ZADD', numbered, exchange, exchange)
        redis.call('HSET', exchanges, exchange, exchangeText)
      end
    end
  end
end
local closed = words(2)
for i = 1, #closed, 2 do
  if redis.call('HEXISTS', exchanges, closed[i]) == 1 then
    rings = true
    redis.call('HSET', answers, closed[i], closed[i + 1])
  end
end
if rings and redis.call('EXISTS', watched) == 1 then redis.call('PUBLISH', channel, partner) end
results[changes + 1] = floor
return results`
