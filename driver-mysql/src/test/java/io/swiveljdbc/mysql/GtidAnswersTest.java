package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server that claims to be the writer says to a person, by what its user may see of it. */
class GtidAnswersTest {

  private static final Sight TABLES = new Sight(false, false, Sight.Channels.TABLES);

  private final GtidReplication replication = new GtidReplication();

  private static Answer writable(String server, String group, Answer.Channel... channels) {
    GtidSet executed = GtidSet.parse("a:1-5");
    return new Answer(false, false, server, 1, executed, group, "", Set.of(), Set.of(channels));
  }

  private static Answer.Channel from(String source) {
    return new Answer.Channel("", Optional.empty(), source, true);
  }

  private Self writer(Answer answer, Sight sight, long askedAt) {
    Self self = replication.self(answer, sight, answer.server() + "/1", askedAt);
    assertThat(self.role()).isEqualTo(Role.WRITER);
    return self;
  }

  @Test
  void to_whom_its_replication_is_hidden_it_names_read_only_and_the_grant() {
    assertThat(writer(writable("a", ""), Sight.LEAST, 1).note())
        .contains("read_only=ON on the replicas", "REPLICATION CLIENT");
  }

  /** It named nothing to such a user: of two writers the message said that they are two. */
  @ParameterizedTest
  @EnumSource(names = "HIDDEN", mode = EnumSource.Mode.EXCLUDE)
  void who_sees_that_it_does_not_replicate_is_told_what_makes_it_a_reader(Sight.Channels seen) {
    assertThat(writer(writable("a", ""), new Sight(false, false, seen), 1).note())
        .contains("read_only=ON on each but one", "START REPLICA")
        .doesNotContain("GRANT");
  }

  @Test
  void who_does_not_see_the_group_is_told_the_grant_for_that() {
    assertThat(writer(writable("a", "group"), TABLES, 1).note())
        .contains("performance_schema.replication_group_members");
  }

  @Test
  void in_a_ring_read_only_is_what_helps() {
    replication.self(writable("a", "", from("b")), TABLES, "a/1", 1);
    replication.self(writable("b", "", from("a")), TABLES, "b/1", 2);

    assertThat(writer(writable("a", "", from("b")), TABLES, 3).note())
        .contains("replicate from each other", "read_only=ON on each but one");
  }
}
