package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.PacketTable;
import io.lvsoperator.kernel.PacketTableMemo;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.netlink.NetfilterClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Our nftables table, written and listed by {@code nft}.
 *
 * <p>It is listed only if the generation of the ruleset has changed since the last listing, and
 * only if the table exists, which netlink tells: a pass without changes starts no process.
 */
final class NftPacketTable implements PacketTable, AutoCloseable {
  private static final String[] LIST = {"-s", "-n", "list", "table", "inet", "lvs-operator"};

  private final Nft nft;
  private final PacketTableMemo memo;
  private Optional<NetfilterClient> client = Optional.empty();
  private OptionalLong knownGeneration = OptionalLong.empty();
  private PacketTableState known = new PacketTableState.Absent();

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
    PacketTableState state = list().map(this::recognised).orElse(new PacketTableState.Absent());
    remember(before, state);
    return state;
  }

  @Override
  public synchronized void replace(PacketRules rules) {
    if (rules.isEmpty()) {
      delete();
      return;
    }
    List<String> statements = rules.statements();
    write(
        "add table %s\ndelete table %s\n".formatted(PacketRules.TABLE, PacketRules.TABLE)
            + String.join("\n", statements)
            + "\n");
    long written = translated(() -> client().generation());
    // Empty if somebody deleted it in this very moment: the next reading finds that out.
    list()
        .ifPresentOrElse(
            listing -> {
              memo.store(new PacketTableMemo.Entry(statements, digest(listing)));
              remember(written, new PacketTableState.Verbatim(statements));
            },
            memo::clear);
  }

  @Override
  public synchronized void delete() {
    // Adding it first makes deleting right also where there is none.
    write("add table %s\ndelete table %s\n".formatted(PacketRules.TABLE, PacketRules.TABLE));
    memo.clear();
  }

  @Override
  public synchronized void close() {
    client.ifPresent(NetfilterClient::close);
    client = Optional.empty();
  }

  private void write(String input) {
    knownGeneration = OptionalLong.empty();
    Nft.Result result = nft.run(input, "-f", "-");
    if (result.status() != 0) {
      throw new KernelException("nft -f -", "", firstError(result));
    }
  }

  /** The listing, or nothing where there is no such table. */
  private Optional<String> list() {
    if (!translated(() -> client().hasTable("lvs-operator"))) {
      return Optional.empty();
    }
    Nft.Result result = nft.run("", LIST);
    if (result.status() == 0) {
      return Optional.of(result.output());
    }
    if (result.error().contains("No such file or directory")) {
      return Optional.empty();
    }
    throw new KernelException("nft list table " + PacketRules.TABLE, "", firstError(result));
  }

  private PacketTableState recognised(String listing) {
    return memo.load()
        .filter(entry -> entry.listing().equals(digest(listing)))
        .<PacketTableState>map(entry -> new PacketTableState.Verbatim(entry.statements()))
        .orElse(new PacketTableState.Altered());
  }

  /** Only if nothing changed while it was listed. */
  private void remember(long before, PacketTableState state) {
    long after = translated(() -> client().generation());
    knownGeneration = before == after ? OptionalLong.of(after) : OptionalLong.empty();
    known = state;
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

  private static String digest(String listing) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(listing.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
