# A primary and two replicas, one of which has each transaction on its disk
# before its commit is answered. Sourced.
#
# The primary never answers without that: with no replica left it waits. One
# that comes back as a replica after it was killed takes out of its log what it
# had not committed (--init-rpl-role=SLAVE): the others need not have it. One
# that comes back as the primary keeps it: they may have it.

readonly FOREVER_MS=4000000000

primary() { cat "$base/primary"; }

run_semi_sync() {
  local role=SLAVE
  [ "$1" != "$(primary)" ] || role=MASTER
  run_node "$1" --init-rpl-role="$role" --read-only=ON --log-bin=binlog --log-slave-updates=ON \
    --sync-binlog=1 --gtid-strict-mode=ON --relay-log=relay \
    --skip-slave-start --slave-net-timeout=5 \
    --rpl-semi-sync-slave-enabled=ON \
    --rpl-semi-sync-master-wait-point=AFTER_SYNC \
    --rpl-semi-sync-master-timeout="$FOREVER_MS"
}

answers() { sql "$1" "SELECT 1" >/dev/null 2>&1; }

# lead N: it takes writes, and waits for replicas.
lead() {
  echo "$1" >"$base/primary"
  sql "$1" "STOP SLAVE; RESET SLAVE ALL;
    SET GLOBAL rpl_semi_sync_master_enabled = ON;
    SET GLOBAL read_only = OFF"
}

# follow N: it takes its transactions from the primary.
follow() {
  sql "$1" "STOP SLAVE; SET GLOBAL read_only = ON;
    SET GLOBAL rpl_semi_sync_master_enabled = OFF;
    CHANGE MASTER TO master_host='127.0.0.1',
      master_port=$(sql_port "$(primary)"), master_user='replica',
      master_password='$(cat "$base/password")', master_connect_retry=1,
      master_use_gtid=slave_pos;
    START SLAVE"
}

slave_status() { # N FIELD
  names=--column-names sql "$1" "SHOW SLAVE STATUS\G" 2>/dev/null |
    sed -n "s/^ *$2: //p"
}

# follows N: connected, and applying; its acknowledgements count.
follows() {
  [ "$(slave_status "$1" Slave_IO_Running)" = Yes ] &&
    [ "$(slave_status "$1" Slave_SQL_Running)" = Yes ] &&
    [ "$(status_of "$1" Rpl_semi_sync_slave_status)" = ON ]
}

start_semi_sync() {
  local node
  if [ ! -d "$(node_dir 1)/data/mysql" ]; then
    make_data 1
    for node in 2 3; do cp -a "$(node_dir 1)/data" "$(node_dir "$node")/"; done
    echo 1 >"$base/primary"
  fi
  for node in 1 2 3; do is_up "$node" || run_semi_sync "$node"; done
  for node in 1 2 3; do wait_until "$node" answers "$node"; done
  lead "$(primary)"
  for node in 1 2 3; do
    [ "$node" = "$(primary)" ] || follows "$node" || follow_anew "$node"
  done
}

# follow_anew N: after a start, where its own log may say more than what it
# noted of its primary's.
follow_anew() {
  sql "$1" "STOP SLAVE; SET GLOBAL gtid_slave_pos = @@GLOBAL.gtid_current_pos"
  follow "$1"
  wait_until "$1" follows "$1"
}

# received N: the number of the last transaction that it has on its disk.
received() {
  local gtid; gtid=$(slave_status "$1" Gtid_IO_Pos)
  gtid=${gtid##*-}
  echo "${gtid:-0}"
}

# promote_semi_sync N: only one that has everything the other one has, since
# each commit waited for one of the two.
promote_semi_sync() {
  local node other='' old; old=$(primary)
  [ "$1" != "$old" ] || die "node $1 is the primary already"
  is_up "$1" || die "node $1 is not up"
  # Two that take writes would part ways.
  ! is_up "$old" || kill_node "$old"
  for node in 1 2 3; do
    [ "$node" = "$1" ] || [ "$node" = "$old" ] || other=$node
  done
  sql "$1" "STOP SLAVE IO_THREAD"
  if is_up "$other"; then
    sql "$other" "STOP SLAVE IO_THREAD"
    [ "$(received "$1")" -ge "$(received "$other")" ] ||
      die "node $other has received more; promote that one"
  else
    say "node $other is down: if it acknowledged what node $1 has not, that is lost"
  fi
  sql "$1" "DO MASTER_GTID_WAIT('$(slave_status "$1" Gtid_IO_Pos)', 60)"
  lead "$1"
  if is_up "$other"; then
    follow "$other"
    wait_until "$other" follows "$other"
  fi
}

# isolate_semi_sync N: nothing goes between it and the others.
isolate_semi_sync() {
  local node
  for node in 1 2 3; do
    [ "$node" = "$(primary)" ] || ! is_up "$node" ||
      { [ "$1" != "$(primary)" ] && [ "$1" != "$node" ]; } ||
      sql "$node" "STOP SLAVE IO_THREAD"
  done
}

rejoin_semi_sync() {
  local node
  if [ "$1" = "$(primary)" ]; then
    is_up "$1" || { run_semi_sync "$1"; wait_until "$1" answers "$1"; lead "$1"; }
    for node in 1 2 3; do
      [ "$node" = "$1" ] || ! is_up "$node" || sql "$node" "START SLAVE"
    done
  elif is_up "$1"; then
    sql "$1" "START SLAVE"
    wait_until "$1" follows "$1"
  else
    run_semi_sync "$1"
    wait_until "$1" answers "$1"
    follow_anew "$1"
  fi
}

say_semi_sync() { # N
  if [ "$1" = "$(primary)" ]; then
    printf 'primary, %s replicas acknowledge' \
      "$(status_of "$1" Rpl_semi_sync_master_clients)"
  elif follows "$1"; then printf 'replica'
  else printf 'replica, not following'; fi
}
