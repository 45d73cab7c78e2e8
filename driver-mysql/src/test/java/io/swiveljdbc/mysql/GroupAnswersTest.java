package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.Term;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one answer of a member of a group means. Members are written {@code state/role}; the first
 * is the one that answers.
 */
class GroupAnswersTest {

  private static final String OF_TWO = "ONLINE/PRIMARY ONLINE/SECONDARY ONLINE/SECONDARY";
  private static final String A_SECONDARY = "ONLINE/SECONDARY ONLINE/PRIMARY ONLINE/SECONDARY";

  /** An answer with all that a member says of itself and of the others. */
  private static Answer answer(boolean readOnly, boolean offline, String view, String members) {
    Set<Answer.Member> seen = new LinkedHashSet<>();
    for (String member : members.split(" ", -1)) {
      int number = seen.size() + 1;
      int slash = member.indexOf('/');
      seen.add(
          new Answer.Member(
              "uuid-" + number,
              Optional.of(new HostAddress("db" + number, 3306)),
              member.substring(0, slash),
              member.substring(slash + 1)));
    }
    return new Answer(
        readOnly, offline, "uuid-1", 1, GtidSet.parse("group:1-5"), "group", view, seen, Set.of());
  }

  private static Answer writable(String members) {
    return answer(false, false, "1795:7", members);
  }

  private static Answer readOnly(String members) {
    return answer(true, false, "1795:7", members);
  }

  private static Self self(Answer answer) {
    return GroupReplication.self(answer, "uuid-1/1");
  }

  private static void servesNothing(Answer answer, String why) {
    Self self = self(answer);
    assertThat(self.role()).isEqualTo(Role.UNKNOWN);
    assertThat(self.willing()).isFalse();
    assertThat(self.term()).isEqualTo(Term.NONE);
    assertThat(self.database()).as("it is nobody's stranger").isNull();
    assertThat(self.note()).isEqualTo(why);
  }

  @Test
  void the_primary_that_takes_writes_is_the_writer_of_its_view() {
    Self self = self(writable(OF_TWO));

    assertThat(self.role()).isEqualTo(Role.WRITER);
    assertThat(self.term()).isEqualTo(new Term(7, false));
    assertThat(self.database()).isEqualTo("group/1795");
    assertThat(self.instance()).isEqualTo("uuid-1/1");
    assertThat(self.elected()).isTrue();
    assertThat(self.willing()).isFalse();
    assertThat(self.note()).isNull();
  }

  @Test
  void a_secondary_is_a_reader() {
    assertThat(self(readOnly(A_SECONDARY)).role()).isEqualTo(Role.READER);
  }

  /** As it is for some milliseconds after {@code group_replication_set_as_primary}. */
  @Test
  void a_secondary_that_takes_writes_is_a_reader() {
    Self self = self(writable(A_SECONDARY));

    assertThat(self.role()).isEqualTo(Role.READER);
    assertThat(self.willing()).isFalse();
  }

  @Test
  void a_primary_that_takes_no_writes_is_a_reader() {
    Self self = self(readOnly(OF_TWO));

    assertThat(self.role()).isEqualTo(Role.READER);
    assertThat(self.willing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RECOVERING", "ERROR", "OFFLINE", "UNREACHABLE"})
  void a_member_that_is_not_online_serves_nothing_whatever_its_role(String state) {
    String others = " ONLINE/SECONDARY ONLINE/SECONDARY";

    servesNothing(writable(state + "/PRIMARY" + others), "is " + state + " in its group");
    servesNothing(readOnly(state + "/SECONDARY" + others), "is " + state + " in its group");
    servesNothing(readOnly(state + "/"), "is " + state + " in its group");
  }

  @Test
  void who_is_no_member_of_what_it_sees_serves_nothing() {
    Answer other = writable(OF_TWO);
    Answer stranger =
        new Answer(
            false,
            false,
            "uuid-9",
            1,
            other.executed(),
            "group",
            "1795:7",
            other.members(),
            Set.of());

    servesNothing(stranger, "is not in its group");
    assertThat(GroupReplication.peers(stranger)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 of 2 is unreachable | ONLINE/PRIMARY UNREACHABLE/SECONDARY | UNKNOWN",
        "1 of 3 | ONLINE/PRIMARY ONLINE/SECONDARY UNREACHABLE/SECONDARY | WRITER",
        "2 of 3 | ONLINE/PRIMARY UNREACHABLE/SECONDARY UNREACHABLE/SECONDARY | UNKNOWN",
        "1 of 4 | ONLINE/PRIMARY ONLINE/SECONDARY ONLINE/SECONDARY UNREACHABLE/SECONDARY | WRITER",
        "2 of 4, just half | ONLINE/PRIMARY ONLINE/SECONDARY UNREACHABLE/SECONDARY"
            + " UNREACHABLE/SECONDARY | UNKNOWN",
        "2 of 5 | ONLINE/PRIMARY ONLINE/SECONDARY ONLINE/SECONDARY UNREACHABLE/SECONDARY"
            + " UNREACHABLE/SECONDARY | WRITER",
        "1 of 3 is gone, 1 recovers | ONLINE/PRIMARY RECOVERING/SECONDARY UNREACHABLE/SECONDARY"
            + " | WRITER",
        "alone in its group | ONLINE/PRIMARY | WRITER"
      })
  void only_with_more_than_half_of_its_group_a_member_serves(
      String why, String members, Role role) {
    assertThat(self(writable(members)).role()).as(why).isEqualTo(role);
  }

  @Test
  void a_secondary_in_a_minority_serves_nothing() {
    Answer answer = readOnly("ONLINE/SECONDARY UNREACHABLE/PRIMARY UNREACHABLE/SECONDARY");

    servesNothing(answer, "does not reach the majority of its group");
    assertThat(self(answer).elected()).as("it waits for its peers").isTrue();
  }

  @Test
  void one_that_has_left_waits_for_nobody() {
    assertThat(self(readOnly("ERROR/")).elected()).isFalse();
  }

  @Test
  void a_member_in_offline_mode_serves_nothing() {
    servesNothing(answer(false, true, "1795:7", OF_TWO), "is in offline_mode");
    servesNothing(answer(true, true, "1795:7", A_SECONDARY), "is in offline_mode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1795"})
  void a_member_without_a_view_that_has_a_number_serves_nothing(String view) {
    servesNothing(answer(false, false, view, OF_TWO), "has no view of its group");
  }

  @Test
  void of_several_primaries_each_is_a_reader_that_volunteers() {
    Self self = self(writable("ONLINE/PRIMARY ONLINE/PRIMARY ONLINE/PRIMARY"));

    assertThat(self.role()).isEqualTo(Role.READER);
    assertThat(self.willing()).isTrue();
    assertThat(self.elected()).isTrue();
    assertThat(self.term()).isEqualTo(new Term(7, false));
  }

  @Test
  void of_several_primaries_one_that_takes_no_writes_volunteers_for_nothing() {
    Self self = self(readOnly("ONLINE/PRIMARY ONLINE/PRIMARY ONLINE/PRIMARY"));

    assertThat(self.role()).isEqualTo(Role.READER);
    assertThat(self.willing()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ONLINE,3", "RECOVERING,3", "ERROR,0", "OFFLINE,0", "UNREACHABLE,0"})
  void only_who_is_in_the_group_names_its_members(String state, int members) {
    Answer answer = readOnly(state + "/SECONDARY ONLINE/PRIMARY ONLINE/SECONDARY");

    assertThat(GroupReplication.peers(answer)).hasSize(members);
  }

  @Test
  void a_member_that_has_no_address_is_named_by_nobody() {
    Set<Answer.Member> members = new LinkedHashSet<>(writable(OF_TWO).members());
    members.add(new Answer.Member("uuid-4", Optional.empty(), "ONLINE", "SECONDARY"));
    Answer answer =
        new Answer(
            false, false, "uuid-1", 1, GtidSet.parse(""), "group", "1795:7", members, Set.of());

    assertThat(GroupReplication.peers(answer))
        .containsExactly(
            new HostAddress("db1", 3306),
            new HostAddress("db2", 3306),
            new HostAddress("db3", 3306));
    assertThat(self(answer).role()).isEqualTo(Role.WRITER);
  }
}
