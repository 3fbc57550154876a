#!/bin/sh
# Installs the program that shares a shell, for this user, and starts it with the arguments that are given:
#   curl -fsSL @SERVER@/terminal-host | sh -s -- --email you@learner.example
# Without arguments it only installs; then: ~/.local/bin/terminal-host --email you@learner.example
set -eu
server='@SERVER@'
[ "$(uname -s)" = Linux ] || { echo 'This program needs Linux.' >&2; exit 1; }
java=java
[ -z "${JAVA_HOME:-}" ] || java="$JAVA_HOME/bin/java"
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || version=
if [ "${version:-0}" -lt 25 ]; then
  echo "This program needs Java 25 or newer. Install it, such as from https://adoptium.net, and set JAVA_HOME to it." >&2
  exit 1
fi
data=${XDG_DATA_HOME:-$HOME/.local/share}/terminal-host
bin=$HOME/.local/bin
mkdir -p "$data" "$bin"
curl -fsSL "$server/terminal-host.jar" -o "$data/terminal-host.jar.new"
mv "$data/terminal-host.jar.new" "$data/terminal-host.jar"
cat > "$bin/terminal-host" <<END
#!/bin/sh
java=java
[ -z "\${JAVA_HOME:-}" ] || java="\$JAVA_HOME/bin/java"
case " \$* " in *" --server "*) ;; *) set -- --server '$server' "\$@" ;; esac
exec "\$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -jar '$data/terminal-host.jar' "\$@"
END
chmod 755 "$bin/terminal-host"
if [ $# -eq 0 ]; then
  echo "Installed. Share a shell with: $bin/terminal-host --email you@learner.example"
  exit 0
fi
# the script itself comes by the standard input
if [ -t 0 ] || ! (: < /dev/tty) 2>/dev/null; then exec "$bin/terminal-host" "$@"; else exec "$bin/terminal-host" "$@" < /dev/tty; fi
