package io.lvsoperator.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lvsoperator.kernel.PacketTableMemo;
import io.lvsoperator.model.Ownership;
import java.util.Optional;

/**
 * All that the journal's file holds.
 *
 * @param header of which kernel state it speaks
 * @param ownership what is ours
 * @param packetTable our nftables table, and what the kernel made of it
 */
record JournalContent(
    JournalHeader header, Ownership ownership, Optional<PacketTableMemo.Entry> packetTable) {
  /** Raised whenever an older agent would misread the file. */
  static final int FORMAT = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** {@return the file's text} */
  String text() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("bootId", header.bootId());
    root.put("networkNamespace", header.networkNamespace());
    header.cluster().ifPresent(uid -> root.put("cluster", uid));
    root.set("ownership", OwnershipJson.write(ownership));
    packetTable.ifPresent(
        entry -> {
          ObjectNode table = root.putObject("packetRules");
          table.put("fingerprint", entry.fingerprint());
          table.set("rules", PacketRulesJson.write(entry.rules()));
        });
    return root.toPrettyString() + "\n";
  }

  /**
   * {@return what this text says}
   *
   * @throws IllegalArgumentException if it is damaged, or of a newer version; the message says so
   */
  static JournalContent parse(String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      int format = OwnershipJson.number(root, "format");
      if (format > FORMAT) {
        throw new IllegalArgumentException(
            "it is of a newer version (format %d, this agent knows %d)".formatted(format, FORMAT));
      }
      JournalHeader header =
          new JournalHeader(
              OwnershipJson.text(root, "bootId"),
              OwnershipJson.text(root, "networkNamespace"),
              Optional.ofNullable(root.get("cluster")).map(JsonNode::textValue));
      return new JournalContent(
          header, OwnershipJson.read(OwnershipJson.child(root, "ownership")), packetTable(root));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is damaged: " + e.getOriginalMessage(), e);
    } catch (DamagedJournalException e) {
      throw new IllegalArgumentException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static Optional<PacketTableMemo.Entry> packetTable(JsonNode root)
      throws JsonProcessingException {
    JsonNode table = root.get("packetRules");
    return table == null
        ? Optional.empty()
        : Optional.of(
            new PacketTableMemo.Entry(
                PacketRulesJson.read(OwnershipJson.child(table, "rules")),
                OwnershipJson.text(table, "fingerprint")));
  }
}
