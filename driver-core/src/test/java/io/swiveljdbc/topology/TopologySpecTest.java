package io.swiveljdbc.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each {@code .spec} file beside this class is a test; {@link TopologySpec} says how to read it.
 */
class TopologySpecTest {

  @TestFactory
  Stream<DynamicTest> specs() throws IOException, URISyntaxException {
    List<Path> specs = specFiles();
    assertThat(specs).hasSizeGreaterThan(10);
    return specs.stream().map(TopologySpecTest::test);
  }

  @Test
  void a_wrong_expectation_is_told_with_its_place() {
    List<String> lines = List.of("seeds a", "", "a writer term 1 -> writer a; term 2; stale a");

    assertThatThrownBy(() -> new TopologySpec("some.spec").check(lines))
        .hasMessageContainingAll(
            "some.spec:3: a writer term 1",
            "expected  writer a; term 2; stale a",
            "got       writer a; term 1; stale a");
  }

  private static List<Path> specFiles() throws IOException, URISyntaxException {
    URL one = TopologySpecTest.class.getResource("writer-moves.spec");
    URI folder = Objects.requireNonNull(one).toURI().resolve(".");
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".spec")).sorted().toList();
    }
  }

  private static DynamicTest test(Path file) {
    String name = Objects.requireNonNull(file.getFileName()).toString();
    String title = name.replace(".spec", "").replace('-', ' ');
    return DynamicTest.dynamicTest(
        title, file.toUri(), () -> new TopologySpec(name).check(Files.readAllLines(file)));
  }
}
