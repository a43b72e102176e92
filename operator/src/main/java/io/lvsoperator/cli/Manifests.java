package io.lvsoperator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.RealServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Reads Kubernetes objects from files: several documents, lists, JSON; kinds of others too. */
final class Manifests {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  Manifests() {
    List.of(LvsService.class, RealServer.class, DirectorGroup.class, LvsNode.class)
        .forEach(serialization::registerKubernetesResource);
  }

  /**
   * {@return the objects in these files}
   *
   * @param files paths; {@code -} is the standard input; a directory is every YAML or JSON file in
   *     it
   * @param standardInput what {@code -} reads
   * @throws Sentence if one cannot be read; it names the file
   */
  List<HasMetadata> read(List<String> files, InputStream standardInput) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String file : files) {
      if (file.equals("-")) {
        objects.addAll(parse("standard input", standardInput));
      } else {
        expand(Path.of(file)).forEach(path -> objects.addAll(open(path)));
      }
    }
    return objects;
  }

  private static List<Path> expand(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside.filter(p -> p.toString().matches(".*\\.(ya?ml|json)")).sorted().toList();
    } catch (IOException e) {
      throw new Sentence("cannot read " + path + ": " + e, e);
    }
  }

  private List<HasMetadata> open(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return parse(path.toString(), in);
    } catch (NoSuchFileException e) {
      throw new Sentence("there is no file " + path, e);
    } catch (IOException e) {
      throw new Sentence("cannot read " + path + ": " + e, e);
    }
  }

  private List<HasMetadata> parse(String name, InputStream in) {
    try {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // With a brace in front the parser takes JSON for granted, and YAML may begin with one too.
      Object read =
          serialization.unmarshal(text.stripLeading().startsWith("{") ? "---\n" + text : text);
      return flat(read).toList();
    } catch (IOException e) {
      throw new Sentence("cannot read " + name + ": " + e, e);
    } catch (RuntimeException e) { // whatever the parser throws, the file is to blame
      throw new Sentence(name + ": " + OneLine.of(e), e);
    }
  }

  private static Stream<HasMetadata> flat(Object read) {
    return switch (read) {
      case null -> Stream.empty();
      case KubernetesList list -> list.getItems().stream();
      case Collection<?> several -> several.stream().flatMap(Manifests::flat);
      case HasMetadata one -> Stream.of(one);
      default -> Stream.empty(); // no Kubernetes object
    };
  }
}
