#!/bin/bash
# Puts a MySQL Community server (mysqld, mysql, group replication, clone and semisync plugins)
# into a folder, without installing anything on the machine and without being root.
#
#   mysql-fetch.sh DIR            fetch into DIR unless it is already there
#   mysql-fetch.sh --update DIR   fetch again, and replace what is there
#
# Debian carries MySQL in its "unstable" suite only. The packages and every library they need (glibc
# too) are downloaded by apt, from the mirror this machine's own apt uses and with apt's signature
# checks, into private folders: the machine's own lists, cache and packages stay as they are. They are
# unpacked, not installed. DIR/bin/mysqld, mysql, mysqladmin, mysqldump and mysqlbinlog start the
# programs through the fetched dynamic loader, so that the machine's glibc does not matter, and without
# option files unless --defaults-file=… comes first; each execs, so the process that was started is the
# server.
# DIR can be moved. The last line printed is the server's version.
#
# DEBIAN_MIRROR, when set, is the URL of the Debian archive to use instead of the machine's own.
set -euo pipefail
umask 022                                 # servers may run as another user than the one who fetches

fail() { echo "mysql-fetch: $*" >&2; exit 1; }
trap 'echo "mysql-fetch: line $LINENO failed: $BASH_COMMAND" >&2' ERR

update=no
if [ "${1-}" = --update ]; then update=yes; shift; fi
[ $# -eq 1 ] && [ -n "$1" ] || fail "usage: mysql-fetch.sh [--update] DIR"
for tool in apt-get dpkg dpkg-deb flock; do
  command -v "$tool" >/dev/null || fail "needs $tool: this works on Debian and its derivatives only"
done

mkdir -p "$(dirname "$1")"
dir=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
case $dir in *[[:space:]\"]*) fail "the folder's path must hold no blanks or quotes: $dir" ;; esac

exec 9>"$dir.lock"
flock 9                                   # one fetch at a time; the others then find it done

works() { [ -x "$dir/bin/mysqld" ] && "$dir/bin/mysqld" --version 2>/dev/null; }
if [ $update = no ] && works; then exit 0; fi

arch=$(dpkg --print-architecture)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || fail "needs the package debian-archive-keyring ($keyring)"
mirror=${DEBIAN_MIRROR:-$(apt-get update --print-uris 2>/dev/null |
  sed -n "s#^'\(.*\)/dists/.*#\1#p" | grep -v -e security -e '^cdrom:' | head -n 1 || true)}
[ -n "$mirror" ] || fail "found no Debian mirror in this machine's apt sources; set DEBIAN_MIRROR"

work=$dir.fetching
trap 'rm -rf "$work"' EXIT
rm -rf "$work"
mkdir -p "$work"/lists/partial "$work"/cache/archives/partial
touch "$work/status"                      # "nothing is installed": every library is fetched
echo "deb [arch=$arch signed-by=$keyring] $mirror sid main" >"$work/sources.list"
cat >"$work/apt.conf" <<CONF
Dir::State::Lists "$work/lists";
Dir::State::status "$work/status";
Dir::State::extended_states "$work/extended_states";
Dir::Cache "$work/cache";
Dir::Log "$work";
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Sandbox::User "";
APT::Architectures { "$arch"; };
APT::Default-Release "";
APT::Update::Error-Mode "any";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
CONF
export APT_CONFIG=$work/apt.conf LC_ALL=C DEBIAN_FRONTEND=noninteractive

echo "mysql-fetch: asking the Debian mirror for its unstable suite" >&2
apt-get -qq update >"$work/log" 2>&1 ||
  fail "cannot read Debian's unstable suite from this machine's mirror (offline, or not a Debian mirror):
$(tail -n 3 "$work/log")"
echo "mysql-fetch: fetching mysql-server-core, mysql-client-core and their libraries" >&2
apt-get -qq -y --download-only install mysql-server-core mysql-client-core >"$work/log" 2>&1 ||
  fail "cannot fetch the MySQL packages:
$(tail -n 3 "$work/log")"

all=$work/all root=$work/root
for deb in "$work"/cache/archives/*.deb; do dpkg-deb -x "$deb" "$all"; done
libs=$(cd "$all" && find usr/lib -name libc.so.6 -printf '%h')
loader=$(cd "$all" && find "$libs" -name 'ld-linux*.so.*')
[ -f "$all/$loader" ] || fail "the fetched packages hold no dynamic loader (found: $libs, $loader)"
mkdir -p "$root"/bin "$root"/usr/sbin "$root"/usr/bin "$root"/usr/lib "$root/$libs" "$root"/usr/share
mv "$all/$libs"/*.so* "$root/$libs"
mv "$all"/usr/lib/mysql "$root"/usr/lib
mv "$all"/usr/share/mysql "$root"/usr/share
for program in usr/sbin/mysqld usr/bin/mysql usr/bin/mysqladmin usr/bin/mysqldump usr/bin/mysqlbinlog; do
  mv "$all/$program" "$root/$program"
  places=                                 # where Debian's paths have moved to
  if [ $program = usr/sbin/mysqld ]; then
    places='--basedir="$d/usr" --plugin-dir="$d/usr/lib/mysql/plugin" --lc-messages-dir="$d/usr/share/mysql"'
    places="$places "'--character-sets-dir="$d/usr/share/mysql/charsets" --secure-file-priv=NULL'
  fi
  cat >"$root/bin/$(basename "$program")" <<WRAPPER
#!/bin/sh
d=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
options=--no-defaults                     # must come before all others
case "\${1-}" in --no-defaults | --defaults-file=*) options=\$1; shift ;; esac
exec "\$d/$loader" --library-path "\$d/$libs" "\$d/$program" "\$options" $places "\$@"
WRAPPER
  chmod 755 "$root/bin/$(basename "$program")"
done
rm -rf "$dir"
mv "$root" "$dir"
works || fail "the fetched mysqld does not start: $("$dir/bin/mysqld" --version 2>&1 | head -n 3)"
