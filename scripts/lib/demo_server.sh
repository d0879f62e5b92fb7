# The demo's server: started on a free address, waited for, stopped by its id.
# Sourced by scripts/demo.

readonly LISTEN_DEFAULT=127.0.0.1:8910
# A first start makes a database; a start after a crash repairs one.
readonly READY_SECONDS_MAX=120
server_id=''

# is_taken HOST:PORT: whether something listens there.
is_taken() { (: <>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }

# start_server PROGRAM DATA: sets server_id and address once it serves.
start_server() {
  local program=$1 data=$2 listen=$LISTEN_DEFAULT deadline
  mkdir -p "$data"
  if is_taken "$listen"; then
    say "$listen is taken: another port then"
    listen=127.0.0.1:0
  fi
  : >"$data/server.out"
  say "starting the server on its own database in ${data#"$ROOT/"}"
  "$program" --listen "$listen" --data-dir "$data/database" \
    --trust-caller-metadata >"$data/server.out" 2>>"$data/server.log" </dev/null &
  server_id=$!
  deadline=$((SECONDS + READY_SECONDS_MAX))
  until address=$(sed -n 's/^rapport-server ready on //p' "$data/server.out") &&
    [ -n "$address" ]; do
    if ! kill -0 "$server_id" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$data/server.log" >&2
      die "the server did not start; is another demo running?"
    fi
    sleep 0.1
  done
}

# stop_server: asks it to end, and waits until it and its database have.
stop_server() {
  [ -n "$server_id" ] || return 0
  kill -TERM "$server_id" 2>/dev/null || true
  wait "$server_id" 2>/dev/null || true
  server_id=''
}
