# shellcheck shell=bash
# What the launcher needs of the machine: a JDK, Maven and Node; each named with its remedy where it is missing.

# Where JDKs usually lie; PAYOFF_JVM_DIRS (separated by colons) replaces the list.
jdk_candidates() {
  [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
  local dirs=${PAYOFF_JVM_DIRS-/usr/lib/jvm:/usr/local/lib/jvm:/opt/java:/opt/jdk:${HOME:-/}/.sdkman/candidates/java:${HOME:-/}/.jdks:/Library/Java/JavaVirtualMachines:/opt/homebrew/opt}
  local dir home
  local IFS=:
  for dir in $dirs; do
    for home in "$dir" "$dir"/* "$dir"/*/Contents/Home; do
      [[ ! -x $home/bin/javac ]] || printf '%s\n' "$home"
    done
  done
}

jdk_version() {
  local version=
  if [[ -r $1/release ]]; then version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"); fi
  printf '%s' "${version:-0}"
}

need_jdk() {
  local home
  while IFS= read -r home; do
    if [[ -x $home/bin/javac ]] && (($(jdk_version "$home") >= JDK_WANTED)); then
      export JAVA_HOME=$home
      JAVA=$home/bin/java
      told "JDK $(jdk_version "$home") in $home"
      return
    fi
  done < <(jdk_candidates)
  die "No JDK of version $JDK_WANTED or later was found." \
    "Install one, for example Temurin $JDK_WANTED (https://adoptium.net), and set JAVA_HOME if it lies in an unusual place."
}

need_maven() {
  MVN=$(command -v mvn) ||
    die "Maven is missing." "Install it, for example: apt-get install maven, or brew install maven."
  told "Maven in $MVN"
}

need_node() {
  local version
  command -v node >/dev/null && command -v npm >/dev/null ||
    die "Node.js (with npm) is missing; the dashboard is built with it." \
      "Install version $NODE_WANTED or later, for example from https://nodejs.org."
  version=$(node --version)
  version=${version#v}
  ((${version%%.*} >= NODE_WANTED)) ||
    die "Node.js is $version; the dashboard needs $NODE_WANTED or later." "Install it, for example from https://nodejs.org."
  told "Node.js $version"
}

# Only the doctor tells of what is well.
told() { if [[ -n ${DOCTOR:-} ]]; then printf 'ok    %s\n' "$*"; fi; }

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Who has the port, as far as this user may know.
port_holder() {
  local pid
  pid=$( (command -v lsof >/dev/null && lsof -nP -t -iTCP:"$1" -sTCP:LISTEN || ss -lptnH "sport = :$1" | sed -n 's/.*pid=\([0-9]*\).*/\1/p') 2>/dev/null | head -1) || true
  if [[ -n $pid ]]; then printf ' by process %s (%s)' "$pid" "$(command_of "$pid" | cut -c1-60)"; fi
}

# A sum over everything that the build reads.
sources_sum() {
  find src pom.xml .mvn docker/postgres kafka-topics \
    \( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null |
    LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum
}

# Builds when the sources differ from what was built last.
build() {
  local sum
  sum=$(sources_sum)
  if [[ -f $APP_JAR && -f target/test.classpath && "$(cat target/payoff.sum 2>/dev/null)" == "$sum" ]]; then return; fi
  need_maven; need_node
  say "Building (the first time a few minutes; log: .payoff/build.log)"
  rm -f target/payoff.sum
  "$MVN" -B -q -DskipTests package >"$STATE/build.log" 2>&1 || {
    grep -E '^\[ERROR\]|npm (ERR|error)' "$STATE/build.log" | head -20 >&2
    die "The build failed." "See .payoff/build.log"
  }
  printf '%s' "$sum" >target/payoff.sum
}

compile_tests() {
  say "Compiling"
  "$MVN" -B -q test-compile >"$STATE/build.log" 2>&1 || {
    grep '^\[ERROR\]' "$STATE/build.log" | head -20 >&2
    die "The sources do not compile." "See .payoff/build.log"
  }
}

test_classpath() { printf '%s' "$ROOT/target/test-classes:$ROOT/target/classes:$(cat "$ROOT/target/test.classpath")"; }
