package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.PacketTable;
import io.lvsoperator.kernel.PacketTableMemo;
import io.lvsoperator.model.NftTable;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.netlink.NetfilterClient;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Our nftables table, written by {@code nft} and read by netlink.
 *
 * <p>It is read only if the generation of the ruleset has changed since the last reading: a pass
 * without changes costs one question. A reading starts no process; it takes a fingerprint of what
 * the kernel has, and compares it with the one that was taken right after we wrote.
 */
final class NftPacketTable implements PacketTable, AutoCloseable {
  private static final String NAME = "lvs-operator";
  private static final PacketTableState ABSENT = new PacketTableState.Absent();

  private final Nft nft;
  private final PacketTableMemo memo;
  private Optional<NetfilterClient> client = Optional.empty();
  private OptionalLong knownGeneration = OptionalLong.empty();
  private PacketTableState known = ABSENT;

  NftPacketTable(Nft nft, PacketTableMemo memo) {
    this.nft = nft;
    this.memo = memo;
  }

  @Override
  public synchronized PacketTableState read() {
    long before = translated(() -> client().generation());
    if (knownGeneration.isPresent() && knownGeneration.getAsLong() == before) {
      return known;
    }
    known = translated(() -> client().fingerprint(NAME)).map(this::recognised).orElse(ABSENT);
    long after = translated(() -> client().generation());
    knownGeneration = before == after ? OptionalLong.of(after) : OptionalLong.empty();
    return known;
  }

  @Override
  public synchronized void replace(PacketRules rules) {
    if (rules.isEmpty()) {
      delete();
      return;
    }
    NftTable table = rules.nft();
    long before = translated(() -> client().generation());
    List<String> statements =
        read() instanceof PacketTableState.Ours(PacketRules standing)
            ? table.statementsFrom(standing.nft())
            : table.statementsAnew();
    if (!statements.isEmpty()) {
      write(statements);
      before++; // one transaction
    }
    Optional<String> fingerprint = translated(() -> client().fingerprint(NAME));
    long after = translated(() -> client().generation());
    if (before == after && fingerprint.isPresent()) {
      memo.store(new PacketTableMemo.Entry(rules, fingerprint.get()));
      known = new PacketTableState.Ours(rules);
      knownGeneration = OptionalLong.of(after);
    } else { // somebody else wrote something at the same time: what, the next pass finds out
      memo.clear();
      knownGeneration = OptionalLong.empty();
    }
  }

  @Override
  public synchronized void delete() {
    write(PacketRules.DELETION);
    memo.clear();
  }

  @Override
  public synchronized void close() {
    client.ifPresent(NetfilterClient::close);
    client = Optional.empty();
  }

  private void write(List<String> statements) {
    knownGeneration = OptionalLong.empty();
    Nft.Result result = nft.run(String.join("\n", statements) + "\n", "-f", "-");
    if (result.status() != 0) {
      throw new KernelException("nft -f -", "", firstError(result));
    }
  }

  private PacketTableState recognised(String fingerprint) {
    return memo.load()
        .filter(entry -> entry.fingerprint().equals(fingerprint))
        .<PacketTableState>map(entry -> new PacketTableState.Ours(entry.rules()))
        .orElse(new PacketTableState.Altered());
  }

  private NetfilterClient client() {
    if (client.isEmpty()) {
      client = Optional.of(NetfilterClient.open());
    }
    return client.get();
  }

  private static String firstError(Nft.Result result) {
    return result.error().isBlank()
        ? "nft ended with status " + result.status()
        : result.error().strip();
  }
}
