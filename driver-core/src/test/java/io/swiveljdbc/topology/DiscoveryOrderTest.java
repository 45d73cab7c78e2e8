package io.swiveljdbc.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In whatever order the seeds answer at first, the same is known in the end. */
class DiscoveryOrderTest {

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            List.of("a writer term 1", "b reader", "c reader", "d reader"),
            "writer a; readers b c d; term 1"),
        Arguments.of(
            List.of("a writer term 1", "b writer term 2", "c is unreachable", "d reader"),
            "writer b; readers d; down c; deposed a; term 2"),
        Arguments.of(
            List.of("a writer term 2", "b writer term 2", "c refuses the login", "d reader"),
            "no writer; readers d; refusing c; waiting a b; conflict a b; term 2"),
        Arguments.of(
            List.of("a writer", "b reader", "c is unreachable", "d is unreachable"),
            "writer a; readers b; down c d"),
        Arguments.of(
            List.of(
                "a writer term 9 database staging",
                "b writer term 1",
                "c reader",
                "d reader instance c1"),
            "writer b; readers c; alias d; stranger a; term 1"),
        Arguments.of(
            List.of("a reader", "b reader", "c reader", "d is unreachable"),
            "no writer; readers a b c; down d"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void does_not_matter(List<String> answers, String known) {
    Set<String> ends =
        permutations(answers).stream().map(DiscoveryOrderTest::end).collect(Collectors.toSet());

    assertThat(ends).containsExactly(known);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void lets_nothing_write_before_the_last_answer(List<String> answers, String known) {
    for (List<String> order : permutations(answers)) {
      TopologySpec spec = new TopologySpec(order.toString());
      spec.check(List.of("seeds a b c d"));
      order.subList(0, 3).forEach(answer -> spec.check(List.of(answer)));
      assertThat(spec.topology().writer()).as("after three of %s", order).isEmpty();
    }
  }

  private static String end(List<String> order) {
    TopologySpec spec = new TopologySpec(order.toString());
    spec.check(List.of("seeds a b c d"));
    spec.check(order);
    return TopologySpec.known(Topology.of(List.of()), spec.topology())
        .replaceFirst("; stale .*", "");
  }

  private static List<List<String>> permutations(List<String> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : of) {
      List<String> rest = new ArrayList<>(of);
      rest.remove(first);
      for (List<String> tail : permutations(rest)) {
        List<String> one = new ArrayList<>(List.of(first));
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }
}
