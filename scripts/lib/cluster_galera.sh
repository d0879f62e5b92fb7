# Three nodes that all take writes, certified by Galera. Sourced.

galera_library() {
  local library
  for library in "${GALERA_LIBRARIES[@]}"; do
    [ -r "$library" ] && echo "$library" && return
  done
  die "no libgalera_smm.so; install galera-4"
}

group_address() {
  local node peers=()
  for node in 1 2 3; do peers+=("127.0.0.1:$(group_port "$node")"); done
  (IFS=,; echo "gcomm://${peers[*]}")
}

# run_galera N OPTION...: node N, as a member of the group.
run_galera() {
  local node=$1; shift
  run_node "$node" --wsrep-on=ON --wsrep-provider="$(galera_library)" \
    --wsrep-cluster-name="rapport-$(group_port 1)" \
    --wsrep-node-name="node$node" \
    --wsrep-node-address="127.0.0.1:$(group_port "$node")" \
    --wsrep-retry-autocommit=0 --wsrep-sst-method=copy \
    --wsrep-slave-threads=4 \
    --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$(group_port "$node");ist.recv_addr=127.0.0.1:$(transfer_port "$node");evs.suspect_timeout=PT3S;evs.inactive_timeout=PT6S;evs.install_timeout=PT6S;gcache.size=128M;repl.causal_read_timeout=PT5S" \
    "$@"
}

is_synced() { [ "$(status_of "$1" wsrep_local_state_comment)" = Synced ]; }

# position_of N: what its data know, as UUID:SEQNO. Only while it is down.
position_of() {
  local folder; folder=$(node_dir "$1")
  mariadbd --no-defaults $(as_owner) --datadir="$folder/data" \
    --tmpdir="$folder/tmp" --socket=../socket --skip-networking \
    --wsrep-on=ON --wsrep-provider="$(galera_library)" --wsrep-recover \
    --wsrep-sst-method=copy --wsrep-cluster-address="$(group_address)" \
    --binlog-format=ROW --innodb-autoinc-lock-mode=2 \
    --innodb-log-file-size=96M 2>&1 | sed -n 's/.*Recovered position: *//p'
}

# newest_node: the one whose data know most. Who else began the cluster anew
# would lose what was acknowledged.
newest_node() {
  local node seqno newest=1 most=-2
  for node in 1 2 3; do
    [ -d "$(node_dir "$node")/data/mysql" ] || continue
    seqno=$(position_of "$node" | cut -d: -f2)
    # Without it, the cluster would begin with what is older, and nobody notice.
    [ -n "$seqno" ] || die "node $node does not tell what its data know"
    if [ "$seqno" -gt "$most" ]; then most=$seqno newest=$node; fi
  done
  echo "$newest"
}

# begin_galera N: a new group, of node N and its data.
begin_galera() {
  local grastate; grastate="$(node_dir "$1")/data/grastate.dat"
  [ ! -e "$grastate" ] ||
    sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' "$grastate"
  run_galera "$1" --wsrep-new-cluster --wsrep-cluster-address="$(group_address)"
  wait_until "$1" is_synced "$1"
}

join_galera() {
  run_galera "$1" --wsrep-cluster-address="$(group_address)"
}

start_galera() {
  local node first=''
  for node in 1 2 3; do is_up "$node" && is_synced "$node" && first=$node; done
  if [ -z "$first" ]; then
    # A function in $() may fail: its data are not to be made anew for that.
    if [ -d "$(node_dir 1)/data/mysql" ]; then
      first=$(newest_node) || die "no node can begin the cluster"
    else
      first=1
      make_data 1
    fi
    begin_galera "$first"
  fi
  # One after the other: two that join at once wait for each other for seconds.
  for node in 1 2 3; do
    is_up "$node" || join_galera "$node"
    wait_until "$node" is_synced "$node"
  done
}

# isolate_galera N 1|0: cut off from the others, or no more. Clients still
# reach it, and hear that it may not answer.
isolate_galera() {
  sql "$1" "SET GLOBAL wsrep_provider_options='gmcast.isolate=$2'"
}

rejoin_galera() {
  if is_up "$1"; then isolate_galera "$1" 0; else join_galera "$1"; fi
  wait_until "$1" is_synced "$1"
}

say_galera() { # N
  printf '%s, %s, %s nodes' "$(status_of "$1" wsrep_local_state_comment)" \
    "$(status_of "$1" wsrep_cluster_status)" \
    "$(status_of "$1" wsrep_cluster_size)"
}
