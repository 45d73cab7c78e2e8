# Ends a cluster when the JVM that started it is gone. The JVM holds the other end of stdin, so
# however it dies, `read` comes back with end of file. $1 is the cluster's directory; every process
# of the cluster was started with it, or a folder in it, as its working directory.
trap '' HUP INT QUIT TERM
cd /
while read -r _; do :; done

members() {
  if [ -d /proc/self ]; then
    ls -ld /proc/[0-9]*/cwd 2>/dev/null | while read -r line; do
      case "$line" in
        *" -> $1" | *" -> $1/"* | *" -> $1 (deleted)")
          pid=${line#*/proc/}
          pid=${pid%%/*}
          # Nobody's shell that happens to stand in the directory is killed.
          read -r name 2>/dev/null <"/proc/$pid/comm" || continue
          # MySQL may run under its dynamic loader, and then goes by that name.
          case "$name" in postgres | initdb | mysqld | ld-linux* | ld-musl*) echo "$pid" ;; esac
          ;;
      esac
    done
  else
    for file in "$1"/*/postmaster.pid "$1"/*/mysqld.pid; do
      [ -f "$file" ] || continue
      pid=$(head -n 1 "$file")
      case "$(ps -o command= -p "$pid" 2>/dev/null)" in
        *"$1"*) kill -STOP "$pid"; echo "$pid"; pgrep -P "$pid" ;;
      esac
    done
  fi
}

tries=0
while pids=$(members "$1") && [ -n "$pids" ] && [ "$tries" -lt 100 ]; do
  # SIGKILL ends stopped processes too. A server forks while it is being killed: look again.
  kill -KILL $pids 2>/dev/null
  tries=$((tries + 1))
  sleep 0.02
done

# A killed server leaves its shared memory segment; the seventh line of its pid file names it.
for file in "$1"/*/postmaster.pid; do
  [ -f "$file" ] || continue
  segment=$(sed -n '7s/.* //p' "$file")
  [ -z "$segment" ] || ipcrm -m "$segment" 2>/dev/null
done

tries=0
while [ -e "$1" ] && [ "$tries" -lt 50 ]; do
  rm -rf "$1" 2>/dev/null
  [ ! -e "$1" ] || sleep 0.1
  tries=$((tries + 1))
done
[ ! -e "$1" ]
