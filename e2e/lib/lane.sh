#!/bin/bash
# The second lane of e2e/verify: the operator's tests on a kernel, then classes of the lab, in turn with the first.
# An emulated kernel keeps one processor busy; with two labs a machine with two needs little more than half the time.
set -eu -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. e2e/lib/setup.sh
. e2e/lib/tests.sh
set_up >/dev/null
say "-- tests on the lab's kernel"
kernel_tests
say "-- tests of the lab"
lab_tests
