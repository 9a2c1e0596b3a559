/**
 * The script that every change goes through. A value is `version|JSON` for a trade, `B|JSON` for a blocked id, `sequence|due|JSON`
 * for a task, `who|JSON` for an entry of the log.
 */

/**
 * Any number of changes, each by itself taken or refused. What they write is kept at hand, where the changes behind them see it, and
 * goes out at the end by a command a key, not a command a change: a third of Redis' time. KEYS: those of a partner, in their order,
 * then position and watched. ARGV: how many exchanges are kept, how many more there may be before the oldest go together, the
 * journal's channel, the partner, who commits, how many changes, how many answers, and the bytes of both: change-bytes.ts.
 * Gives 1 or 0 a change, and last the lowest exchange id that is still there, when one had to go.
 */
export const commit = `
local trades, order, numbers, refunds, codes, notifications, notified, tasks, queue, leases, exchanges, numbered, answers,
  sequences, log, movers = unpack(KEYS)
local position, watched = KEYS[19], KEYS[20]
local size, slack, channel, partner, origin = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local changes, closed, bytes, at = tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8], 1
local function texts(width)
  local count
  count, at = struct.unpack('<I4', bytes, at)
  local list = {}
  for i = 1, count * width do list[i], at = struct.unpack('<I4c0', bytes, at) end
  return list
end
local function push(list, one, other)
  list[#list + 1] = one
  list[#list + 1] = other
end
local function inPieces(list, each)
  for first = 1, #list, 1000 do each(unpack(list, first, math.min(first + 999, #list))) end
end
local function all(command, key, list)
  inPieces(list, function(...) redis.call(command, key, ...) end)
end
local fields, scores = {}, {}
local function of(map, key)
  if not map[key] then map[key] = {} end
  return map[key]
end
local function get(key, name)
  return of(fields, key)[name] or redis.call('HGET', key, name)
end
local function set(key, name, value) of(fields, key)[name] = value end
local function following(name)
  local last = tonumber(get(sequences, name) or 0) + 1
  set(sequences, name, last)
  return last
end
local function others(key, name, id)
  if name == '' then return false end
  local owner = get(key, name)
  return owner and owner ~= id
end
local function dropTask(id)
  local text = get(tasks, id)
  if not text then return end
  local member = string.format('%012d:%s', string.match(text, '^(%d+)|'), id)
  if of(fields, tasks)[id] then
    fields[tasks][id] = nil
    scores[queue][member] = nil
  end
  redis.call('ZREM', queue, member)
  redis.call('HDEL', tasks, id)
  redis.call('HDEL', leases, id)
end
local results, floor, told, moved, entries = {}, '', {}, nil, {}
for nth = 1, changes do
  local id, version, text, number, block, blockText, absent, refund, code, mover, asOf, entry, exchange, exchangeText, past =
    struct.unpack('<' .. string.rep('I4c0', 14), bytes, at)
  at = past
  local records, done, put = texts(2), texts(1), texts(3)
  local conflict, held = false, 0
  if id ~= '' then
    local before = get(trades, id)
    if before then
      local mark = string.match(before, '^(%w+)|')
      if mark == 'B' then conflict = true else held = tonumber(mark) end
    end
    conflict = conflict or held ~= tonumber(version) - 1 or (held == 0 and get(numbers, number))
      or others(refunds, refund, id) or others(codes, code, id)
  end
  if (block ~= '' and get(trades, block)) or (absent ~= '' and get(trades, absent)) then conflict = true end
  if mover ~= '' and asOf ~= '' and tonumber(get(movers, mover) or 0) > tonumber(asOf) then conflict = true end
  if conflict then results[nth] = 0 else
    results[nth] = 1
    if id ~= '' then
      set(trades, id, version .. '|' .. text)
      if held == 0 then
        set(numbers, number, id)
        of(scores, order)[id] = following('trade')
      end
      if refund ~= '' then set(refunds, refund, id) end
      if code ~= '' then set(codes, code, id) end
    end
    if block ~= '' then set(trades, block, 'B|' .. blockText) end
    if mover ~= '' then
      moved = (moved or tonumber(redis.call('GET', position) or 0)) + 1
      entries[#entries + 1] = origin .. '|' .. entry
      set(movers, mover, moved)
    end
    for i = 1, #records, 2 do
      if redis.call('HSET', notifications, records[i], records[i + 1]) == 1 then told[#told + 1] = records[i] end
    end
    for i = 1, #done do dropTask(done[i]) end
    for i = 1, #put, 3 do
      dropTask(put[i])
      local sequence = following('task')
      set(tasks, put[i], sequence .. '|' .. put[i + 1] .. '|' .. put[i + 2])
      of(scores, queue)[string.format('%012d:%s', sequence, put[i])] = put[i + 1]
    end
    if exchange ~= '' then
      set(exchanges, exchange, exchangeText)
      of(scores, numbered)[exchange] = exchange
    end
  end
end
if moved then redis.call('SET', position, moved) end
all('RPUSH', log, entries)
all('RPUSH', notified, told)
for key, own in pairs(fields) do
  local list = {}
  for name, value in pairs(own) do push(list, name, value) end
  all('HSET', key, list)
end
for key, own in pairs(scores) do
  local list = {}
  for member, score in pairs(own) do push(list, score, member) end
  all('ZADD', key, list)
end
local rings = scores[numbered] ~= nil
if rings then
  local over = redis.call('ZCARD', numbered) - size
  while over > slack do
    local count = math.min(over, 1000)
    local gone = redis.call('ZRANGE', numbered, 0, count - 1)
    redis.call('ZREMRANGEBYRANK', numbered, 0, count - 1)
    all('HDEL', exchanges, gone)
    all('HDEL', answers, gone)
    floor = tostring(tonumber(gone[count]) + 1)
    over = over - count
    slack = 0
  end
end
local known = {}
for i = 1, closed do
  local id, answer, past = struct.unpack('<I4c0I4c0', bytes, at)
  at = past
  if redis.call('HEXISTS', exchanges, id) == 1 then push(known, id, answer) end
end
all('HSET', answers, known)
if (rings or #known > 0) and redis.call('EXISTS', watched) == 1 then redis.call('PUBLISH', channel, partner) end
results[changes + 1] = floor
return results`
