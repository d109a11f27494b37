# shellcheck shell=bash
# Starting, watching and ending the three processes of the demo: the servers, the application, the simulators.
# A process is known by the id in its file and by its command line, since ids are given again.

command_of() {
  if [[ -d /proc/self ]]; then
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null || true
  else
    ps -p "$1" -o command= 2>/dev/null || true
  fi
}

# Whether the process of that file runs and has this in its command line; prints its id.
running() {
  local pid
  [[ -f $1 ]] || return 1
  pid=$(head -1 "$1" | tr -d ' ')
  [[ -n $pid && "$(command_of "$pid")" == *"$2"* ]] || return 1
  printf '%s' "$pid"
}

# Starts a command in the background, in a process group of its own, so that Ctrl-C reaches this script alone.
launch() {
  local name=$1
  shift
  set -m
  nohup "$@" >>"$STATE/$name.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$STATE/$name.pid"
  set +m
}

# Asks the process of that file to end, insists after some seconds; by which signal, if not TERM.
end() {
  local pid waited=0
  pid=$(running "$1" "$2") || return 0
  kill -s "${4:-TERM}" "$pid" 2>/dev/null || true
  while running "$1" "$2" >/dev/null; do
    if ((waited++ > $3 * 10)); then
      kill -s KILL "$pid" 2>/dev/null || true
      waited=0
    fi
    sleep 0.1
  done
}

# Whether what this script launched has not ended; its command line may not be its own yet.
lives() { kill -0 "$(cat "$STATE/$1.pid")" 2>/dev/null; }

app_runs() { running "$STATE/app.pid" "$APP_JAR"; }
stack_runs() { running "$STATE/${STACK_DIR##*/}.pid" "StackMain --dir $STACK_DIR "; }
simulators_run() { running "$STATE/simulators.pid" "DemoData --state $STATE "; }

stop_all() {
  trap - EXIT
  trap '' INT TERM HUP
  local name=${STACK_DIR##*/}
  end "$STATE/simulators.pid" "DemoData --state $STATE " 5
  end "$STATE/app.pid" "$APP_JAR" 20
  end "$STATE/$name.pid" "StackMain --dir $STACK_DIR " 40
  # Left alone only where the servers' own process was killed.
  end "$STACK_DIR/postgres/postmaster.pid" "$STACK_DIR/postgres" 20 INT
  end "$STACK_DIR/redis.pid" "-server " 5
  rm -f "$STATE/simulators.pid" "$STATE/app.pid" "$STATE/$name.pid"
  # Nobody should talk to ports that may be another's by now.
  if [[ $name == stack ]]; then rm -f "$STATE/demo.env"; fi
}

# PostgreSQL, Kafka and Redis; those that still run serve on.
start_stack() {
  if stack_runs >/dev/null && [[ -f $STACK_DIR/ready ]]; then return; fi
  mkdir -p "$STACK_DIR"
  rm -f "$STACK_DIR/ready"
  say "Starting PostgreSQL, Kafka and Redis"
  launch "${STACK_DIR##*/}" "$JAVA" -Xmx224m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$(test_classpath)" \
    dev.payoff.devstack.StackMain --dir "$STACK_DIR" --ready "$STACK_DIR/ready" \
    --roles "$ROOT/docker/postgres/roles.sql" "$@"
}

await_stack() {
  local waited=0
  until [[ -f $STACK_DIR/ready ]]; do
    lives "${STACK_DIR##*/}" && ((waited++ < 900)) || {
      tail -5 "$STATE/${STACK_DIR##*/}.log" >&2
      die "PostgreSQL, Kafka and Redis did not start." "See .payoff/${STACK_DIR##*/}.log and .payoff/${STACK_DIR##*/}/logs"
    }
    sleep 0.1
  done
}

# One of the figures that the servers' process wrote down.
of_stack() { sed -n "s/^$1=//p" "$STACK_DIR/ready"; }

random_hex() { od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# What must be the same at the next start; for this user's eyes only.
make_secrets() {
  mkdir -p "$STATE"
  chmod 700 "$STATE"
  (
    umask 077
    [[ -s $STATE/secret ]] || random_hex 32 >"$STATE/secret"
    [[ -s $STATE/admin-key ]] || printf 'pay_%s_%s' "$(random_hex 4)" "$(random_hex 32)" >"$STATE/admin-key"
    [[ -s $STATE/admin-password ]] || random_hex 12 >"$STATE/admin-password"
  )
}

# The application's settings, as the environment of what is started next.
settings() {
  export QUARKUS_HTTP_HOST=${QUARKUS_HTTP_HOST:-127.0.0.1} QUARKUS_HTTP_PORT=$1
  export PAYOFF_PUBLIC_URL=http://localhost:$1
  export PAYOFF_PG_HOST=127.0.0.1 PAYOFF_REDIS_HOST=127.0.0.1
  PAYOFF_SECRET=$(cat "$STATE/secret")
  PAYOFF_PG_PORT=$(of_stack pg.port)
  PAYOFF_REDIS_PORT=$(of_stack redis.port)
  PAYOFF_KAFKA_BOOTSTRAP=$(of_stack kafka.bootstrap)
  PAYOFF_INIT_ADMIN_KEY=$(cat "$STATE/admin-key")
  PAYOFF_INIT_ADMIN_PASSWORD=$(cat "$STATE/admin-password")
  PAYOFF_INIT_LOGIN_TOKEN=login_$(random_hex 32)
  export PAYOFF_SECRET PAYOFF_PG_PORT PAYOFF_REDIS_PORT PAYOFF_KAFKA_BOOTSTRAP
  export PAYOFF_INIT_ADMIN_KEY PAYOFF_INIT_ADMIN_PASSWORD PAYOFF_INIT_LOGIN_TOKEN
  export PAYOFF_INIT_TENANT=demo PAYOFF_INIT_TENANT_NAME=Demo PAYOFF_INIT_ZONE=Europe/Berlin
  export PAYOFF_INIT_CURRENCY=EUR PAYOFF_INIT_ADMIN_EMAIL=demo@payoff.example
  export PAYOFF_OUTGOING_ALLOW=127.0.0.1/32 PAYOFF_KAFKA_PARTITIONS=4 PAYOFF_KAFKA_REPLICATION=1
}
