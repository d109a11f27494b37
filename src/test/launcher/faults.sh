# shellcheck shell=bash
# The fault laboratory: breaks what can be broken around two instances, and counts everything anew afterwards.

faults() {
  local options=()
  while (($#)); do
    case $1 in
      --seed | --fault | --minutes | --instances) options+=("$1" "${2:?"$1 wants a value"}"); shift 2 ;;
      --variants)
        options+=("$1"); shift
        if (($#)) && [[ $1 != --* ]]; then options+=("$1"); shift; fi ;;
      --kills) JVM_OPTIONS+=("-Dpayoff.faults.kills=${2:?--kills wants a number}"); shift 2 ;;
      --points) JVM_OPTIONS+=("-Dpayoff.faults.points=${2:?--points wants a number}"); shift 2 ;;
      --cuts) JVM_OPTIONS+=("-Dpayoff.faults.cuts=${2:?--cuts wants a number}"); shift 2 ;;
      *) die "faults does not know $1." "See ./payoff help" ;;
    esac
  done
  need_jdk
  mkdir -p "$STATE"
  build
  "$JAVA" -Xmx1500m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "${JVM_OPTIONS[@]}" \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$(test_classpath)" \
    dev.payoff.faults.FaultsMain "${options[@]}"
}

JVM_OPTIONS=()
