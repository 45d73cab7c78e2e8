package io.swiveljdbc.mysql;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.Term;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server's answer means in a group (Group Replication, InnoDB Cluster).
 *
 * <p>Only a member that is online, and reaches most of the members that it knows, serves anything:
 * one that was expelled while it hung shows the old members for some seconds after it has woken,
 * and one that was cut off shows the others as unreachable. The group's view orders what members
 * say: it is counted up whenever one joins or leaves, and so the counter is the term. Within one
 * view the primary may change; the writer is the member that names itself so and takes writes. The
 * other half of a view's name is made when the group is bootstrapped, and so is part of the
 * identity.
 *
 * <p>Where several members are primaries, each is a reader that is willing to be the writer.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/refman/9.7/en/performance-schema-replication-group-members-table.html">
 *     The replication_group_members table</a>
 */
final class GroupReplication {

  private static final String ONLINE = "ONLINE";
  private static final String PRIMARY = "PRIMARY";

  private GroupReplication() {}

  /** What the server says it is. */
  static Self self(Answer answer, String instance) {
    Answer.@Nullable Member own = own(answer).orElse(null);
    if (own == null || !own.is(ONLINE)) {
      return unfit(instance, "is " + (own == null ? "not" : own.state()) + " in its group");
    }
    if (unreachable(answer) * 2 >= answer.members().size()) {
      // Its commits hang, by default for as long as that is so.
      return unfit(instance, "does not reach the majority of its group").electedByPeers();
    }
    int colon = answer.view().lastIndexOf(':');
    if (colon < 0) {
      return unfit(instance, "has no view of its group");
    }
    if (answer.offline()) {
      return unfit(instance, "is in offline_mode");
    }
    Term term = new Term(Long.parseLong(answer.view().substring(colon + 1)), false);
    String database = answer.group() + "/" + answer.view().substring(0, colon);
    boolean writes = own.role().equals(PRIMARY) && !answer.readOnly();
    boolean one = answer.members().stream().filter(m -> m.role().equals(PRIMARY)).count() == 1;
    Role role = writes && one ? Role.WRITER : Role.READER;
    Self self = Self.of(role, term, database, instance).electedByPeers();
    return writes && !one ? self.volunteering() : self;
  }

  /** The members that it sees; one that is out of the group sees nobody but itself. */
  static List<HostAddress> peers(Answer answer) {
    boolean in = own(answer).map(own -> own.is(ONLINE) || own.is("RECOVERING")).orElse(false);
    return in
        ? answer.members().stream().flatMap(member -> member.address().stream()).toList()
        : List.of();
  }

  /** It cannot tell either which of two groups of one name is the present one. */
  private static Self unfit(String instance, String why) {
    return Self.of(Role.UNKNOWN, Term.NONE, null, instance).noting(why);
  }

  private static Optional<Answer.Member> own(Answer answer) {
    return answer.members().stream()
        .filter(member -> member.id().equals(answer.server()))
        .findFirst();
  }

  private static long unreachable(Answer answer) {
    return answer.members().stream().filter(member -> member.is("UNREACHABLE")).count();
  }
}
