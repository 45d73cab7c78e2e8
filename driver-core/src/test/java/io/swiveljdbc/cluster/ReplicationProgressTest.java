package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.topology.Divergence;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.Position;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Succession;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What two servers' logs prove, and when they prove nothing. */
class ReplicationProgressTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final HostAddress A = new HostAddress("a", 3306);
  private static final HostAddress B = new HostAddress("b", 3306);

  private final ReplicationProgress progress = new ReplicationProgress();
  private Topology topology = Topology.of(List.of(A, B));
  private long clock;

  /** What a server has; none of it can be on its way from another. */
  private record Log(Set<Integer> transactions) implements Position {

    @Override
    public boolean reaches(Position other) {
      return other instanceof Log log && transactions.containsAll(log.transactions);
    }
  }

  @Test
  void of_two_writers_the_one_that_had_more_before_is_later() {
    says(B, Role.WRITER, Term.NONE, 1, 2, 3);

    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2)).containsExactly(new Succession(B, A, NOON));
  }

  @Test
  void an_answer_to_an_earlier_question_than_that_answered_last_is_over() {
    SelfReport late = writerAsked(10);
    SelfReport latest = writerAsked(20);
    progress.learn(latest);
    progress.learn(late);

    assertThat(progress.isOver(late)).isTrue();
    assertThat(progress.isOver(latest)).isFalse();
    assertThat(progress.isOver(writerAsked(30))).isFalse();
  }

  private static SelfReport writerAsked(long at) {
    Self self = Self.of(Role.WRITER, Term.NONE, "shop", "a1");
    return new SelfReport(A, self, NOON, new Progress(null, null, at, at + 100), List.of());
  }

  @Test
  void to_have_more_when_asked_later_proves_nothing() {
    says(B, Role.WRITER, Term.NONE, 1, 2);

    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2, 3)).isEmpty();
  }

  @Test
  void nor_does_the_same_or_what_the_other_has_not() {
    says(B, Role.WRITER, Term.NONE, 1, 2);
    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2)).isEmpty();
    says(B, Role.WRITER, Term.NONE, 1, 2, 4);

    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2, 3)).isEmpty();
  }

  @Test
  void nor_does_an_answer_to_a_question_that_was_put_before_the_other_had_answered() {
    says(B, Role.WRITER, Term.NONE, 1, 2, 3);
    clock -= 2;

    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2)).isEmpty();
  }

  @Test
  void nor_does_what_a_reader_has_or_a_server_that_shows_a_term() {
    says(B, Role.READER, Term.NONE, 1, 2, 3);
    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2)).noneMatch(Succession.class::isInstance);
    says(B, Role.WRITER, new Term(1), 1, 2, 3);

    assertThat(says(A, Role.WRITER, new Term(1), 1, 2)).noneMatch(Succession.class::isInstance);
  }

  @Test
  void a_reader_that_had_more_than_its_writer_had_later_is_not_its_reader() {
    says(A, Role.WRITER, Term.NONE, 1, 2);
    says(B, Role.READER, Term.NONE, 1, 2, 3);

    assertThat(says(A, Role.WRITER, Term.NONE, 1, 2))
        .singleElement()
        .isInstanceOf(Divergence.class);
  }

  private List<Observation> says(HostAddress server, Role role, Term term, Integer... log) {
    long asked = clock;
    clock += 2;
    SelfReport report =
        new SelfReport(
            server,
            Self.of(role, term, "shop", server.host()),
            NOON,
            new Progress(new Log(Set.of(log)), null, asked, asked + 1),
            List.of());
    progress.learn(report);
    topology = report.applyTo(topology);
    return progress.proofs(report, topology);
  }
}
