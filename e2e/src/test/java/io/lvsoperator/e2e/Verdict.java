package io.lvsoperator.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Sums the test reports (the XML that surefire and JUnit's console launcher write) of the folders
 * given as arguments, names what failed and why something was skipped, and ends with one line. A
 * folder without a report counts as a failure: tests that did not even start must not pass for a
 * success. Exit status 1 when anything failed.
 */
final class Verdict {
  /** An assertion says first what was checked, then what was there and what was expected. */
  private static final int LINES = 8;

  private int passed;
  private final List<String> failed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  private Verdict() {}

  /** Reads the folders and prints the sum. */
  public static void main(String[] folders) throws Exception {
    Verdict verdict = new Verdict();
    for (String folder : folders) {
      List<Path> reports = reports(Path.of(folder));
      if (reports.isEmpty()) {
        verdict.failed.add("no test report in " + folder);
      }
      for (Path report : reports) {
        verdict.read(report);
      }
    }
    verdict.skipped.forEach(test -> System.out.println("   skipped: " + test));
    verdict.failed.forEach(test -> System.out.println("   FAILED: " + test));
    System.out.printf(
        "%d passed, %d failed, %d skipped%n",
        verdict.passed, verdict.failed.size(), verdict.skipped.size());
    System.exit(verdict.failed.isEmpty() ? 0 : 1);
  }

  private static List<Path> reports(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).toList();
    }
  }

  private void read(Path file) throws IOException, ParserConfigurationException, SAXException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    NodeList cases =
        factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String name = test.getAttribute("classname") + "." + test.getAttribute("name");
      if (test.getElementsByTagName("skipped").getLength() > 0) {
        String why = reason(test, "skipped");
        if (!why.contains(LabExtension.ELSEWHERE)) {
          skipped.add(name + ": " + why);
        }
      } else if (test.getElementsByTagName("failure").getLength() > 0) {
        failed.add(name + ": " + reason(test, "failure"));
      } else if (test.getElementsByTagName("error").getLength() > 0) {
        failed.add(name + ": " + reason(test, "error"));
      } else {
        passed++;
      }
    }
  }

  private static String reason(Element test, String kind) {
    Element element = (Element) test.getElementsByTagName(kind).item(0);
    String message = element.getAttribute("message");
    String text = message.isBlank() ? element.getTextContent() : message;
    String reason =
        text.strip().lines().limit(LINES).map(String::strip).collect(Collectors.joining(" | "));
    return reason.isEmpty() ? "no reason given" : reason;
  }
}
