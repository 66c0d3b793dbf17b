-- One fixed request for wrk, at most LIMIT of them: wrk -s load.lua URL -- METHOD BODY LIMIT NAME VALUE NAME VALUE …
local text, sent, limit = nil, 0, 0

function init(arguments)
  wrk.method = arguments[1]
  wrk.body = arguments[2] ~= "" and arguments[2] or nil
  limit = tonumber(arguments[3])
  for index = 4, #arguments, 2 do
    wrk.headers[arguments[index]] = arguments[index + 1]
  end
  text = wrk.format()
end

function request()
  sent = sent + 1
  if sent > limit then
    wrk.thread:stop()
  end
  return text
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    "RESULT %d %d %d %d\n",
    summary.requests,
    summary.duration,
    failed.connect + failed.read + failed.write + failed.timeout,
    failed.status
  ))
end
