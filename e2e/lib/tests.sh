# Building and testing. Sourced after setup.sh.

lab_reports=$lab_repo/e2e/target/lab-reports
kernel_reports=$lab_repo/e2e/target/kernel-reports

# build MAVEN_ARGUMENTS...: everything up to "verify", and the test class paths of operator and e2e for later.
build() {
  cd "$lab_repo"
  mvn -B -ntp verify dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath "$@"
}

# e2e_java ARGUMENTS...: the words that run a class of the e2e tests.
e2e_java() {
  printf '%s\n' "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
    -cp "$lab_repo/e2e/target/test-classes:$(cat "$lab_repo/e2e/target/test.classpath")" "$@"
}

# lab_tests [CLASS...]: the tests of the lab, all or some, in the sandbox. A test's failure is not ours: the reports tell.
lab_tests() {
  local words selection=()
  local name
  for name in "$@"; do selection+=(--select-class "io.lvsoperator.e2e.$name"); done
  [ $# -gt 0 ] || selection=(--scan-classpath "$lab_repo/e2e/target/test-classes")
  mapfile -t words < <(e2e_java org.junit.platform.console.ConsoleLauncher execute "${selection[@]}" \
    --include-classname '.*IT' --details testfeed --disable-banner --disable-ansi-colors --reports-dir "$lab_reports")
  in_sandbox "${words[@]}" || true
}

# kernel_tests: the operator's tests tagged "kernel", in a node of a lab without a cluster.
kernel_tests() {
  local words
  mapfile -t words < <(e2e_java io.lvsoperator.e2e.lab.KernelTests "$kernel_reports")
  in_sandbox "${words[@]}" || true
}

# verdict FOLDER...: sums the reports of these folders; its exit status is that of the whole run.
verdict() {
  local words
  mapfile -t words < <(e2e_java io.lvsoperator.e2e.Verdict "$@")
  "${words[@]}"
}
