/**
 * What is done in Redis in one step, all of it or nothing: Lua. A script touches keys of one partner only, all of them named.
 * A value is `version|JSON` for a trade, `B|JSON` for a blocked id, `sequence|due|JSON` for a task.
 */
import { commit } from './commit-script.ts'
import {
  appendLog,
  beat,
  forget,
  holdLock,
  keep,
  leasesOfOthers,
  readLog,
  tally,
  trimLog,
  unlock,
} from './sharing-scripts.ts'

/** KEYS: numbers, trades. ARGV: the gateway's number of a trade. */
const tradeNumbered = `
local id = redis.call('HGET', KEYS[1], ARGV[1])
return id and redis.call('HGET', KEYS[2], id)`

/** KEYS: order, trades. ARGV: after which place, how many. Gives places and trades in turn. */
const page = `
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local rows = {}
for i = 1, #found, 2 do
  rows[#rows + 1] = found[i + 1]
  rows[#rows + 1] = redis.call('HGET', KEYS[2], found[i])
end
return rows`

/** KEYS: tasks, queue, leases. ARGV: until when, how many, for whom. */
const claim = `
local found = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local claimed = {}
for i, member in ipairs(found) do
  local id = string.sub(member, 14)
  redis.call('ZREM', KEYS[2], member)
  redis.call('HSET', KEYS[3], id, ARGV[3])
  claimed[i] = redis.call('HGET', KEYS[1], id)
end
return claimed`

/** What one simulator has in hand goes back into the queue. KEYS: tasks, queue, leases. ARGV: who, then which; none: all. */
const release = `
local leased = redis.call('HGETALL', KEYS[3])
local count = 0
local only = {}
for i = 2, #ARGV do only[ARGV[i]] = true end
for i = 1, #leased, 2 do
  if leased[i + 1] == ARGV[1] and (#ARGV == 1 or only[leased[i]]) then
    redis.call('HDEL', KEYS[3], leased[i])
    local sequence, due = string.match(redis.call('HGET', KEYS[1], leased[i]) or '', '^(%d+)|(-?%d+)|')
    if sequence then
      redis.call('ZADD', KEYS[2], due, string.format('%012d:%s', sequence, leased[i]))
      count = count + 1
    end
  end
end
return count`

/** KEYS: queue. */
const nextDue = `return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]`

/** KEYS: notified, notifications. */
const notifications = `
local ids = redis.call('LRANGE', KEYS[1], 0, -1)
local found = {}
for i, id in ipairs(ids) do found[i] = redis.call('HGET', KEYS[2], id) end
return found`

/**
 * The newest exchanges that match. KEYS: numbered, exchanges, answers. ARGV: after which id, how many, then service, id and
 * outcome as JSON text or nothing. Gives exchanges and answers in turn, the newest first.
 */
const select = `
local found, most, count = {}, tonumber(ARGV[2]), 0
for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '(' .. ARGV[1])) do
  if count >= most then break end
  local text = redis.call('HGET', KEYS[2], id)
  local service, named, outcome = string.match(text, '^([^\\n]*)\\n([^\\n]*)\\n([^\\n]*)\\n')
  if (ARGV[3] == '' or ARGV[3] == service) and (ARGV[4] == '' or ARGV[4] == named) and (ARGV[5] == '' or ARGV[5] == outcome) then
    count = count + 1
    found[count * 2 - 1] = text
    found[count * 2] = redis.call('HGET', KEYS[3], id) or ''
  end
end
return found`

/** Exchanges that were kept before an instant go, at most a thousand. KEYS: numbered, exchanges, answers. ARGV: the instant. */
const age = `
for i = 1, 1000 do
  local id = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
  local keptAt = id and string.match(redis.call('HGET', KEYS[2], id) or '', '\\n(%d+)|')
  if not keptAt or tonumber(keptAt) >= tonumber(ARGV[1]) then return i - 1 end
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[3], id)
end
return 1000`

/** Forgets a partner. KEYS: its own, then its documents. Of those one stays, in pieces: all that begins with its name. */
const reset = `
redis.call('UNLINK', unpack(KEYS, 1, #KEYS - 1))
for _, name in ipairs(redis.call('HKEYS', KEYS[#KEYS])) do
  if string.sub(name, 1, 7) ~= 'partner' and name ~= 'revision' then redis.call('HDEL', KEYS[#KEYS], name) end
end`

/** By name: how many keys it takes at its front; the rest are words. */
export const scripts = {
  commitChanges: { keys: 20, lua: commit },
  tradeNumbered: { keys: 2, lua: tradeNumbered },
  tradePage: { keys: 2, lua: page },
  claimTasks: { keys: 3, lua: claim },
  releaseTasks: { keys: 3, lua: release },
  earliestTask: { keys: 1, lua: nextDue },
  allNotifications: { keys: 2, lua: notifications },
  selectExchanges: { keys: 3, lua: select },
  ageExchanges: { keys: 3, lua: age },
  resetPartner: { keys: 19, lua: reset },
  keepDocuments: { keys: 1, lua: keep },
  readLog: { keys: 2, lua: readLog },
  appendLog: { keys: 2, lua: appendLog },
  trimLog: { keys: 2, lua: trimLog },
  countRules: { keys: 1, lua: tally },
  forgetRules: { keys: 1, lua: forget },
  beat: { keys: 1, lua: beat },
  holdLock: { keys: 1, lua: holdLock },
  unlock: { keys: 1, lua: unlock },
  leasesOfOthers: { keys: 1, lua: leasesOfOthers },
} as const satisfies Record<string, { readonly keys: number; readonly lua: string }>

export type ScriptName = keyof typeof scripts
