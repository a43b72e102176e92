package io.lvsoperator.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a node knew of the cluster last, in {@code intent.json}: it outlives a reboot. The file is
 * used whole or not at all: a checksum tells whether it is what was written, and the header whether
 * it was written by this machine, for this node and by a version that means the same.
 */
public final class IntentFile {
  /** The file's name. */
  public static final String FILE = "intent.json";

  /** Raised whenever another version would misread the file. */
  static final int VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StateFile file;

  /**
   * Whose intent it is.
   *
   * @param cluster the UID of the cluster's namespace {@code kube-system}; empty where nobody could
   *     read it
   * @param machine what names the machine; empty where nothing does
   * @param node the Node's name
   */
  public record Header(String cluster, String machine, String node) {}

  /** What was found. */
  public sealed interface Found {
    /** There is no file. */
    record Nothing() implements Found {}

    /** A file that is not used, and why; it may be another node's. */
    record Unusable(String why, Optional<Header> header) implements Found {}

    /** What was written. */
    record Saved(Header header, String content) implements Found {}
  }

  /** Names the file; nothing is touched. */
  public IntentFile(StateFile file) {
    this.file = file;
  }

  /**
   * Reads the file. One that is not used stays where it is.
   *
   * @param machine this machine
   * @param node this node
   */
  public Found read(String machine, String node) {
    return read(machine, Optional.of(node));
  }

  /**
   * Reads the file, for whichever Node it was written. One that is not used stays where it is.
   *
   * @param machine this machine
   */
  public Found read(String machine) {
    return read(machine, Optional.empty());
  }

  private Found read(String machine, Optional<String> node) {
    try {
      return file.read().<Found>map(text -> parse(text, machine, node)).orElse(new Found.Nothing());
    } catch (JournalException e) {
      return new Found.Unusable(e.getMessage(), Optional.empty());
    }
  }

  private Found parse(String text, String machine, Optional<String> node) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return unusable("it is damaged: " + e.getOriginalMessage());
    }
    int version = root.path("version").asInt(0);
    if (version != VERSION) {
      return unusable("it is of version %d, and this agent reads %d".formatted(version, VERSION));
    }
    Header header =
        new Header(
            root.path("cluster").asText(),
            root.path("machine").asText(),
            root.path("node").asText());
    String content = root.path("content").asText();
    if (!root.path("checksum").asText().equals(checksum(header, content))) {
      return unusable("it is damaged: its checksum does not fit");
    }
    if (!header.machine().equals(machine)) {
      return new Found.Unusable(
          "it was written on another machine (%s, this is %s)".formatted(header.machine(), machine),
          Optional.of(header));
    }
    return node.filter(name -> !name.equals(header.node()))
        .<Found>map(
            name ->
                new Found.Unusable(
                    "it was written for Node %s, and this agent is of Node %s"
                        .formatted(header.node(), name),
                    Optional.of(header)))
        .orElseGet(() -> new Found.Saved(header, content));
  }

  private Found unusable(String why) {
    return new Found.Unusable(why, Optional.empty());
  }

  /**
   * Replaces the file.
   *
   * @throws JournalException if it cannot be written; the old one stays then
   */
  public void write(Header header, String content) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", VERSION);
    root.put("cluster", header.cluster());
    root.put("machine", header.machine());
    root.put("node", header.node());
    root.put("checksum", checksum(header, content));
    root.put("content", content);
    file.write(root.toPrettyString() + "\n");
  }

  /** {@return where it is, for people} */
  public String path() {
    return file.path().toString();
  }

  /**
   * Deletes the file.
   *
   * @throws JournalException if that fails
   */
  public void delete() {
    file.delete();
  }

  private static String checksum(Header header, String content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = header + "\n" + content;
      return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
