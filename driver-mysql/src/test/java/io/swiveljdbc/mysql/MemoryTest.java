package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only several answers tell together. */
class MemoryTest {

  @Test
  void servers_that_share_a_writer_have_one_history() {
    Lineages lineages = new Lineages();

    assertThat(lineages.of(Set.of("a"))).isEqualTo("a");
    assertThat(lineages.of(Set.of("a", "b"))).isEqualTo("a");
    assertThat(lineages.of(Set.of("b"))).isEqualTo("a");
    assertThat(lineages.of(Set.of("x"))).isEqualTo("x");
    assertThat(lineages.of(Set.of())).isNull();
  }

  /** It was forgotten by every second answer: a failover could then look like another database. */
  @Test
  void a_history_that_is_told_again_is_remembered() {
    Lineages lineages = new Lineages();
    lineages.of(Set.of("b"));
    lineages.of(Set.of("b"));

    assertThat(lineages.of(Set.of("a", "b"))).isEqualTo("b");
  }

  @Test
  void two_histories_that_meet_go_by_the_older_name() {
    Lineages lineages = new Lineages();
    lineages.of(Set.of("b"));
    lineages.of(Set.of("a"));

    assertThat(lineages.of(Set.of("a", "b"))).isEqualTo("b");
    assertThat(lineages.of(Set.of("a"))).isEqualTo("b");
  }

  @Test
  void a_group_has_an_identity_of_its_own() {
    Lineages lineages = new Lineages();
    lineages.exempt("group");

    assertThat(lineages.of(Set.of("group", "a"))).isNull();
  }

  @Test
  void who_follows_the_one_that_follows_it_is_in_a_ring() {
    Rings rings = new Rings();

    assertThat(rings.closedBy("a", Set.of("b"), 1)).isFalse();
    assertThat(rings.closedBy("b", Set.of("a"), 2)).as("a was asked before").isFalse();
    assertThat(rings.closedBy("a", Set.of("b"), 3)).isTrue();
    assertThat(rings.closedBy("b", Set.of("a"), 4)).isTrue();
    assertThat(rings.closedBy("c", Set.of("a"), 5)).as("it follows a ring").isFalse();
    assertThat(rings.closedBy("b", Set.of(), 6)).isFalse();
    assertThat(rings.closedBy("a", Set.of("b"), 7)).isFalse();
  }

  @Test
  void a_switchover_seen_half_way_is_no_ring() {
    Rings rings = new Rings();
    rings.closedBy("a", Set.of(), 1);
    rings.closedBy("b", Set.of("a"), 2);

    assertThat(rings.closedBy("a", Set.of("b"), 3)).isFalse();
    assertThat(rings.closedBy("b", Set.of(), 4)).isFalse();
    assertThat(rings.closedBy("a", Set.of("b"), 5)).isFalse();
  }
}
