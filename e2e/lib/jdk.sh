# Finds a JDK of version 25 or newer and exports JAVA_HOME; Debian 12's default java is older.

# jdk_version FOLDER: the major version of a JDK with a compiler, or nothing.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local folder version
  for folder in "${JAVA_HOME:-/nonexistent}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/*; do
    version=$(jdk_version "$folder")
    if [ "${version:-0}" -ge 25 ]; then
      JAVA_HOME=$(cd "$folder" && pwd -P)
      export JAVA_HOME
      return
    fi
  done
  fail "no JDK 25 or newer in JAVA_HOME, /usr/lib/jvm or /opt: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it."
}
