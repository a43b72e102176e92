// labd: the one small program of the lab. The standard library alone, and a language version that Debian 12's own Go understands.
module github.com/lvs-operator/lvs-operator/e2e/labd

go 1.19
