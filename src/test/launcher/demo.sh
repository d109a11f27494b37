# shellcheck shell=bash
# ./payoff demo: everything on this machine, from nothing to a dashboard that moves.

demo() {
  local port=8080 data=1 detach=0 reset=0 stop=0
  while (($#)); do
    case $1 in
      --port)
        [[ ${2:-} =~ ^[0-9]{1,5}$ ]] || die "--port wants a number."
        port=$2
        shift
        ;;
      --no-data) data=0 ;;
      --detach) detach=1 ;;
      --reset) reset=1 ;;
      --stop) stop=1 ;;
      *) die "demo does not know $1." "See ./payoff help" ;;
    esac
    shift
  done
  STACK_DIR=$STATE/stack
  if ((stop)); then
    stop_all
    say "Nothing of the demo runs any more."
    return
  fi
  need_jdk
  if ((reset)); then
    stop_all
    rm -rf "$STATE"
  elif app_runs >/dev/null && [[ -f $STATE/demo.env ]]; then
    say "It runs already. ./payoff demo --stop ends it."
    sed -n 's/^PAYOFF_URL=/  /p' "$STATE/demo.env"
    return
  fi
  port_is_free "$port" ||
    die "Port $port is taken$(port_holder "$port")." "Choose another one: ./payoff demo --port $((port + 1))"
  make_secrets
  build
  local parent=()
  ((detach)) || parent=(--parent $$ --with "$STATE/app.pid")
  # Until it is ready, whatever goes wrong takes everything with it; afterwards only what is not detached.
  trap stop_all EXIT
  trap 'exit 130' INT TERM HUP
  start_stack ${parent[@]+"${parent[@]}"}
  await_stack
  settings "$port"
  say "Starting the application"
  launch app "$JAVA" -Xmx448m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -jar "$APP_JAR"
  await_app "$port"
  write_env "$port"
  if ((data)); then seed "$detach"; fi
  banner "$data"
  if ((detach)); then
    trap - EXIT INT TERM HUP
    say "It goes on by itself: ./payoff demo --stop ends it."
    return
  fi
  say "Ctrl-C ends everything; the data stays for the next time."
  while app_runs >/dev/null && stack_runs >/dev/null; do
    sleep 1 &
    wait $! || true
  done
  app_runs >/dev/null || die "The application ended." "See .payoff/app.log; ./payoff demo starts it again on the same data."
  die "PostgreSQL, Kafka and Redis ended." "See .payoff/stack.log and .payoff/stack/logs; ./payoff demo starts them again."
}

# Whether it answers 200 there; without curl, which not every machine has.
answers() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  IFS= read -r -t 5 line <&3 || line=
  exec 3>&-
  [[ $line == *' 200 '* ]]
} 2>/dev/null

await_app() {
  local waited=0
  until (answers "$1" /q/health/ready); do
    lives app && ((waited++ < 400)) || {
      grep -E '"level":"(ERROR|FATAL|WARN)"| ERROR ' "$STATE/app.log" | tail -3 | cut -c1-600 >&2
      die "The application did not become ready." "See .payoff/app.log"
    }
    sleep 0.2
  done
}

write_env() {
  (
    umask 077
    cat >"$STATE/demo.env.tmp" <<ENV
PAYOFF_URL=http://localhost:$1
PAYOFF_TOKEN=$PAYOFF_INIT_ADMIN_KEY
PAYOFF_TENANT=$PAYOFF_INIT_TENANT
PAYOFF_KAFKA=$PAYOFF_KAFKA_BOOTSTRAP
PAYOFF_PG_URL=$(of_stack pg.url)
PAYOFF_REDIS=redis://127.0.0.1:$PAYOFF_REDIS_PORT
PAYOFF_PID=$(app_runs)
ENV
    mv "$STATE/demo.env.tmp" "$STATE/demo.env"
  )
}

# Makes the sample projects, sends their past, and keeps them moving.
seed() {
  local waited=0 more=() told=
  (($1)) || more=(--parent $$)
  rm -f "$STATE/seeded"
  say "Sending the sample projects and their last weeks"
  launch simulators "$JAVA" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(test_classpath)" \
    dev.payoff.devstack.DemoData --state "$STATE" --env "$STATE/demo.env" ${more[@]+"${more[@]}"}
  until [[ -f $STATE/seeded ]]; do
    lives simulators && ((waited++ < 1200)) || {
      tail -8 "$STATE/simulators.log" | cut -c1-800 >&2
      die "The sample data could not be sent." "See .payoff/simulators.log; ./payoff demo --no-data starts without it."
    }
    if ((waited % 50 == 0)); then told=$(tail -1 "$STATE/simulators.log"); [[ -z $told ]] || say "  $told"; fi
    sleep 0.1
  done
}

banner() {
  local url=$PAYOFF_PUBLIC_URL
  cat <<TEXT

  Payoff runs: $url        (demo: not for production)

  Log in once with   $url/login?token=$PAYOFF_INIT_LOGIN_TOKEN
  or as              $PAYOFF_INIT_ADMIN_EMAIL, tenant $PAYOFF_INIT_TENANT, password in .payoff/admin-password
  Token              $PAYOFF_INIT_ADMIN_KEY
  Try                curl -s -H "Authorization: Bearer $PAYOFF_INIT_ADMIN_KEY" $url/api/v1/portfolio
  For scripts        . .payoff/demo.env
TEXT
  if (($1)); then
    echo "  Sample             their descriptions say so; one of them is in trouble"
  fi
  echo
}
