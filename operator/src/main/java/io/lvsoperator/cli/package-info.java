/** The command line: {@code Main} and its subcommands, which wire everything else together. */
package io.lvsoperator.cli;
