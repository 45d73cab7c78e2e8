# Sourced by the scripts beside it: builds the benchmarks, unless SWIVEL_BENCHMARKS_BUILT is set.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
target=$here/target
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

build() {
  if [[ -n ${SWIVEL_BENCHMARKS_BUILT:-} ]]; then
    return
  fi
  local log=$target/build.log
  mkdir -p "$target"
  if ! mvn -B -q -Dstyle.color=never -f "$root/pom.xml" -pl benchmarks -am package \
    -Dmaven.test.skip -Dmaven.javadoc.skip -Dmaven.source.skip -Dspotless.check.skip \
    >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "The build failed; its log is above and in $log." >&2
    exit 1
  fi
}

class_path() {
  echo "$target/classes:$(<"$target/class-path")"
}
