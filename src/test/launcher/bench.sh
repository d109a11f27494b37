# shellcheck shell=bash
# ./payoff bench: Payoff beside other ways to the same rows, on servers of its own.

bench() {
  local options=()
  while (($#)); do
    case $1 in
      --records | --metrics | --projects | --seed | --repeats | --rate | --seconds)
        [[ ${2:-} =~ ^[0-9]{1,18}$ ]] || die "$1 wants a number."
        options+=("$1" "$2")
        ;;
      --only) options+=(--only "${2:?--only wants a name}") ;;
      *) die "bench does not know $1." "See ./payoff help" ;;
    esac
    shift 2
  done
  [[ -r /proc/self/stat ]] || die "The benchmark reads the processes' CPU time in /proc." "Run it on Linux."
  need_jdk; need_maven; need_node
  mkdir -p "$STATE"
  say "Building, with the peers (log: .payoff/build.log)"
  rm -f target/payoff.sum
  "$MVN" -B -q -Pbench -DskipTests package >"$STATE/build.log" 2>&1 || {
    grep '^\[ERROR\]' "$STATE/build.log" | head -20 >&2
    die "The build failed." "See .payoff/build.log"
  }
  say "Load average $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown); figures of a busy machine are only good for ratios."
  local classpath
  classpath=$ROOT/target/test-classes:$ROOT/target/classes:$(cat target/bench.classpath)
  if [[ " ${options[*]-} " == *" --only jmh "* ]]; then
    exec "$JAVA" -cp "$classpath" org.openjdk.jmh.Main -prof gc
  fi
  # 5,000 subscribers are 5,000 descriptors on either side.
  ulimit -n "$(ulimit -Hn)"
  exec "$JAVA" -Xmx2g -XX:+UseSerialGC -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$classpath" \
    dev.payoff.bench.Bench ${options[@]+"${options[@]}"}
}
