# One mariadbd of scripts/cluster: its folder, its ports, its life. Sourced.
#
# A node's folder, $base/nodeN, has data/, tmp/, log, socket, pid and ports. All
# of it is its owner's alone; a node listens on 127.0.0.1 only, and is told from
# any other process by the folder on its command line.

readonly GALERA_LIBRARIES=(/usr/lib/galera/libgalera_smm.so
  /usr/lib64/galera/libgalera_smm.so)
readonly SQL_SHARE=/usr/share/mysql
readonly UP_SECONDS_MAX=60
readonly DOWN_SECONDS_MAX=20

node_dir() { echo "$base/node$1"; }

# node_id N: the process of node N; fails if it has none that is its own.
node_id() {
  local id
  id=$(cat "$(node_dir "$1")/pid" 2>/dev/null) && [ -n "$id" ] &&
    tr '\0' '\n' 2>/dev/null <"/proc/$id/cmdline" |
    grep -qxF -- "--datadir=$(node_dir "$1")/data" && echo "$id"
}

is_up() { node_id "$1" >/dev/null; }

# sql N STATEMENT...: as root, whom only the socket's owner can be. By a path
# that is short however deep the folder lies. Without column names, unless
# `names` asks for them.
sql() {
  local node=$1; shift
  (cd "$(node_dir "$node")" &&
    mariadb --no-defaults --connect-timeout=5 -u root -S socket \
      --batch ${names:---skip-column-names} -e "$*")
}

# status_of N NAME: what node N says, or nothing.
status_of() { sql "$1" "SHOW GLOBAL STATUS LIKE '$2'" 2>/dev/null | cut -f2; }

is_free() { ! (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_ports COUNT: that nobody listens on now, below those that the system
# gives to connections.
free_ports() {
  local found=() port first=$((20000 + RANDOM % 10000))
  for ((port = first; ${#found[@]} < $1; ++port)); do
    ! is_free "$port" || found+=("$port")
  done
  echo "${found[@]}"
}

# The ports of node N: SQL, group, incremental transfer.
sql_port() { cut -d' ' -f1 "$(node_dir "$1")/ports"; }
group_port() { cut -d' ' -f2 "$(node_dir "$1")/ports"; }
transfer_port() { cut -d' ' -f3 "$(node_dir "$1")/ports"; }

# ports_free N: whether node N has its ports, and nobody listens on them.
ports_free() {
  local port
  [ -s "$(node_dir "$1")/ports" ] || return
  for port in $(cat "$(node_dir "$1")/ports"); do is_free "$port" || return; done
}

# have_ports: whether all nodes have theirs, and nobody else has taken one.
have_ports() { ports_free 1 && ports_free 2 && ports_free 3; }

# choose_ports: nine that are free, three a node. Only while none is up.
choose_ports() {
  local ports node
  ! have_ports || return 0
  read -r -a ports < <(free_ports 9)
  for node in 1 2 3; do
    echo "${ports[@]:$((3 * (node - 1))):3}" >"$(node_dir "$node")/ports"
  done
}

as_owner() { [ "$(id -u)" != 0 ] || echo --user=root; }

# make_data N: an empty database with the user `rapport`, without programs that
# mariadb-server-core does not bring.
make_data() {
  local folder password
  folder=$(node_dir "$1")
  password=$(cat "$base/password")
  rm -rf "$folder/data" && mkdir -p "$folder/data"
  {
    echo "CREATE DATABASE IF NOT EXISTS mysql;"
    echo "USE mysql;"
    echo "SET @auth_root_socket=NULL;"
    cat "$SQL_SHARE"/mysql_system_tables.sql \
      "$SQL_SHARE"/mysql_performance_tables.sql \
      "$SQL_SHARE"/mysql_system_tables_data.sql | grep -v @current_hostname
    echo "DELETE FROM global_priv WHERE Host <> 'localhost';"
    echo "FLUSH PRIVILEGES;"
    # Not even this user writes where that is forbidden.
    cat <<END
GRANT ALL ON *.* TO rapport@'127.0.0.1' IDENTIFIED BY '$password' WITH GRANT OPTION;
REVOKE READ ONLY ADMIN ON *.* FROM rapport@'127.0.0.1';
GRANT REPLICATION SLAVE ON *.* TO replica@'127.0.0.1' IDENTIFIED BY '$password';
END
  } >"$folder/tmp/bootstrap.sql"
  quietly mariadbd --no-defaults $(as_owner) --bootstrap --log-warnings=0 \
    --enforce-storage-engine= --max-allowed-packet=8M \
    --innodb-buffer-pool-size=16M --innodb-log-file-size=96M \
    --datadir="$folder/data" --tmpdir="$folder/tmp" \
    <"$folder/tmp/bootstrap.sql"
  rm -f "$folder/tmp/bootstrap.sql"
}

# under_clock N: the words before a command that is to see the node's clock:
# wall time only, since timeouts count on the monotonic one. None if clocks are
# not to be set.
under_clock() {
  local clock; clock=$(node_dir "$1")/clock
  [ -s "$base/clocks" ] || return 0
  [ -e "$clock" ] || echo +0 >"$clock"
  printf '%s\n' env "LD_PRELOAD=$(cat "$base/clocks")" \
    "FAKETIME_TIMESTAMP_FILE=$clock" FAKETIME_CACHE_DURATION=1 \
    FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1
}

# run_node N OPTION...: starts it, and does not wait. It outlives this script.
run_node() {
  local node=$1 folder clock; shift
  folder=$(node_dir "$node")
  mapfile -t clock < <(under_clock "$node")
  mkdir -p "$folder/data"
  rm -f "$folder/socket" "$folder/pid"
  PATH="$ROOT/scripts/lib:$PATH" setsid "${clock[@]}" \
    mariadbd --no-defaults $(as_owner) \
    --datadir="$folder/data" --tmpdir="$folder/tmp" --socket=../socket \
    --pid-file="$folder/tmp/own.pid" --bind-address=127.0.0.1 \
    --port="$(sql_port "$node")" --server-id="$node" --skip-name-resolve \
    --local-infile=OFF --character-set-server=utf8mb4 \
    --collation-server=utf8mb4_bin --default-time-zone=+00:00 \
    --max-connections=512 --max-allowed-packet=64M --performance-schema=OFF \
    --binlog-format=ROW --innodb-flush-log-at-trx-commit=1 \
    --innodb-autoinc-lock-mode=2 --innodb-buffer-pool-size=128M \
    --innodb-log-file-size=96M --key-buffer-size=1M \
    --loose-innodb-buffer-pool-dump-at-shutdown=OFF \
    --loose-innodb-buffer-pool-load-at-startup=OFF \
    "$@" >>"$folder/log" 2>&1 </dev/null 9>&- &
  echo $! >"$folder/pid"
  # Until it is mariadbd, and no more this script's copy.
  while kill -0 $! 2>/dev/null && ! is_up "$node"; do sleep 0.01; done
}

# wait_until N COMMAND...: until it succeeds; dies, citing the log, if the node
# ends or takes too long.
wait_until() {
  local node=$1 deadline=$((SECONDS + UP_SECONDS_MAX)); shift
  until "$@"; do
    if ! is_up "$node" || [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 15 "$(node_dir "$node")/log" >&2
      die "node $node does not come up"
    fi
    sleep 0.05
  done
}

# stop_node N: asks it to end, and insists after a while.
stop_node() {
  local id deadline=$((SECONDS + DOWN_SECONDS_MAX))
  id=$(node_id "$1") || return 0
  kill -TERM "$id" 2>/dev/null || true
  while is_up "$1"; do
    [ "$SECONDS" -lt "$deadline" ] || kill -KILL "$id" 2>/dev/null || true
    sleep 0.05
  done
}

# signal_node N NAME: STOP, and CONT.
signal_node() {
  local id; id=$(node_id "$1") || die "node $1 is not up"
  kill -"$2" "$id"
}

# kill_node N: as a machine that loses its power.
kill_node() {
  local id; id=$(node_id "$1") || die "node $1 is not up"
  kill -KILL "$id"
  # Its ports outlive it for a moment, and would be given up for others.
  while is_up "$1" || ! ports_free "$1"; do sleep 0.02; done
}
