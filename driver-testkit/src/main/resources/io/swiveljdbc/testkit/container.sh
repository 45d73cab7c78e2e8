# What the testkit does inside a container: sh -c <this text> swivel-testkit <verb> <arguments>
#
# A container lives while its JVM does: its first process waits for the end of standard input, which
# the JVM holds open. That waiting is a process of its own, so that the first one reaps orphans
# meanwhile, and begins anew when it is killed with all others. Only the first process is safe from a
# signal for everybody, which is sent in one step: nobody can fork away from it.
waiting=/tmp/swivel-testkit-waiting

live() {
  exec 3<&0
  while :; do
    cat <&3 >/dev/null &
    echo $! >"$waiting"
    wait $! && exit
  done
}

# Waits until all processes but the first, the waiting one and this one are in such states.
await_all() {
  tries=0
  until all_are "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 3000 ] || { echo "some processes are still in another state than $1"; exit 1; }
    sleep 0.02
  done
}

all_are() {
  read -r waits <"$waiting"
  for stat in /proc/[0-9]*/stat; do
    read -r line 2>/dev/null <"$stat" || continue
    case ${line%% *} in 1 | $$ | "$waits") continue ;; esac
    line=${line##*) }
    case ${line%% *} in [$1]) ;; *) return 1 ;; esac
  done
}

# Runs a server; its standard output is closed when the server has ended, not when its children have.
serve() { # file for its pid, log, command
  pid=$1 log=$2
  shift 2
  "$@" </dev/null >>"$log" 2>&1 &
  echo $! >"$pid"
  wait $!
}

# What a running server drops while it is copied does not matter.
but_vanished() {
  while read -r line; do
    case $line in *'No such file or directory'*) ;; *) echo "$line" ;; esac
  done
}

copy() { # source, target, what is left out
  source=$1 target=$2
  shift 2
  mkdir -p -m 700 "$target"
  rm -rf "$target"/*
  for entry in "$source"/*; do
    name=${entry##*/}
    case " $* " in
      *" $name "*) ;;
      *" $name/* "*) mkdir -m 700 "$target/$name" ;;
      *)
        failed=$(cp -a "$entry" "$target/" 2>&1 | but_vanished)
        [ -z "$failed" ] || { echo "$failed"; exit 1; }
        ;;
    esac
  done
}

verb=$1
shift
case $verb in
  live | serve | copy) "$verb" "$@" ;;
  own) mkdir -p "$1" && chown "$2" "$1" ;;
  write) umask 077 && printf %s "$2" >"$1" ;;
  append) umask 077 && printf %s "$2" >>"$1" ;;
  kill)
    kill -KILL -1
    await_all ZX
    ;;
  stop)
    read -r server <"$2"
    kill -"$1" "$server"
    await_all ZX
    ;;
  freeze)
    kill -STOP -1
    read -r waits <"$waiting"
    kill -CONT "$waits"
    await_all TZX
    ;;
  thaw) kill -CONT -1 ;;
esac
