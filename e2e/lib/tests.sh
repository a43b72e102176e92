# Building and testing. Sourced after setup.sh.

# Two labs at a time need folders of their own.
export LVS_LAB_NAME=${LVS_LAB_NAME:-lab}
lab_reports=$lab_repo/e2e/target/$LVS_LAB_NAME-reports
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

# share_classes: from now on each lab takes the next class of tests that the other has not taken.
share_classes() {
  export LVS_LAB_CLAIMS=$lab_repo/e2e/target/claims
  rm -rf "$LVS_LAB_CLAIMS"
  mkdir -p "$LVS_LAB_CLAIMS"
}

# lab_tests [CLASS...]: the tests of the lab, all or some, in the sandbox. A test's failure is not ours: the reports tell.
lab_tests() {
  local words selection=()
  local name
  for name in "$@"; do selection+=(--select-class "io.lvsoperator.e2e.$name"); done
  [ $# -gt 0 ] || selection=(--scan-classpath "$lab_repo/e2e/target/test-classes")
  mapfile -t words < <(e2e_java org.junit.platform.console.ConsoleLauncher execute "${selection[@]}" \
    --config 'junit.jupiter.testclass.order.default=org.junit.jupiter.api.ClassOrderer$OrderAnnotation' \
    --include-classname '.*IT' --details testfeed --disable-banner --disable-ansi-colors --reports-dir "$lab_reports")
  in_sandbox "${words[@]}" || true
}

# kernel_tests [CLASS...]: the operator's tests tagged "kernel", all or some, in a node of a lab without a cluster.
kernel_tests() {
  local words
  mapfile -t words < <(e2e_java io.lvsoperator.e2e.lab.KernelTests "$kernel_reports" "$@")
  in_sandbox "${words[@]}" || true
}

# second_lane: in the background, the operator's tests on a kernel and then tests of the lab, in a lab of its own; it
# dies with us. Sets second_lane_pid.
second_lane() {
  LVS_LAB_NAME=lab-2 setpriv --pdeathsig KILL bash "$lab_repo/e2e/lib/lane.sh" > >(sed -u 's/^/2| /') 2>&1 </dev/null &
  second_lane_pid=$!
}

# verdict FOLDER...: sums the reports of these folders; its exit status is that of the whole run.
verdict() {
  local words
  mapfile -t words < <(e2e_java io.lvsoperator.e2e.Verdict "$@")
  "${words[@]}"
}
