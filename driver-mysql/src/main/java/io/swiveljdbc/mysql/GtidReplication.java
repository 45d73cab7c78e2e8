package io.swiveljdbc.mysql;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Position;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.Term;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a server's answer means where replicas follow a source, with GTIDs or without.
 *
 * <p>A server that is read-only is a reader. One that takes writes is the writer, unless it is seen
 * to replicate: replicas are often left writable. There is no term. Of two writers, the one that
 * was seen as a reader is the later, or the one that had all that the other has, and more; core
 * decides that, see {@link GtidPosition}.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/replication-gtids-concepts.html">GTID
 *     format and storage</a>
 */
final class GtidReplication {

  /** For a person who wonders why there is no writer. */
  private static final String HIDDEN =
      "a replica that has read_only=OFF looks like a writer to a user who may not see its"
          + " replication: set read_only=ON on the replicas, or GRANT REPLICATION CLIENT ON *.* (or"
          + " SELECT ON performance_schema.replication_connection_configuration,"
          + " performance_schema.replication_connection_status and"
          + " performance_schema.replication_applier_status) to the user";

  private static final String GROUP_HIDDEN =
      "who is a group's primary is known for certain to a user who may see the group: GRANT SELECT ON"
          + " performance_schema.replication_group_members and"
          + " performance_schema.replication_group_member_stats to the user";

  /** The same, where it is seen that each of them replicates from nobody. */
  static final String CLAIM =
      "a server with read_only=OFF that does not replicate claims to be the writer: set"
          + " read_only=ON on each but one, or let them replicate from it (START REPLICA)";

  private static final String RING =
      "of servers that replicate from each other the one with read_only=OFF is the writer: set"
          + " read_only=ON on each but one";

  private static final String STOPPED =
      "a server that takes writes has replication configured, and stopped, and is taken for a"
          + " reader: if it was promoted, RESET REPLICA ALL there";

  private final Lineages lineages = new Lineages();
  private final Rings rings = new Rings();

  /** Those that were read-only when they were last seen to replicate, or not to take writes. */
  private final Set<String> readOnly = ConcurrentHashMap.newKeySet();

  /** What the server says it is. */
  Self self(Answer answer, Sight sight, String instance, long askedAt) {
    @Nullable String database = lineages.of(answer.executed().writers());
    if (answer.offline()) {
      return Self.of(Role.UNKNOWN, Term.NONE, database, instance).noting("is in offline_mode");
    }
    note(answer, instance);
    boolean ring = rings.closedBy(answer.server(), followed(answer), askedAt);
    if (answer.readOnly() || (!followed(answer).isEmpty() && !ring)) {
      return Self.of(Role.READER, Term.NONE, database, instance);
    }
    Set<Answer.Channel> channels = answer.channels();
    if (!ring && !channels.isEmpty() && !readOnly.contains(instance)) {
      return Self.of(Role.READER, Term.NONE, database, instance).noting(STOPPED);
    }
    return Self.of(Role.WRITER, Term.NONE, database, instance).noting(advice(answer, sight, ring));
  }

  /** Says that servers that share transactions of this group are of its cluster. */
  void knowGroup(String name) {
    lineages.exempt(name.toLowerCase(Locale.ROOT));
  }

  /** That its read_only was lifted since tells a promotion from replication that merely stopped. */
  private void note(Answer answer, String instance) {
    if (answer.readOnly()) {
      readOnly.add(instance);
    } else if (!followed(answer).isEmpty()) {
      readOnly.remove(instance);
    }
  }

  private static String advice(Answer answer, Sight sight, boolean ring) {
    if (!answer.group().isEmpty()) {
      return GROUP_HIDDEN;
    }
    if (sight.channels() == Sight.Channels.HIDDEN) {
      return HIDDEN;
    }
    return ring ? RING : CLAIM;
  }

  /**
   * How far its log goes, where that can prove anything. In a group, and where the writer is a
   * replica itself, a reader may be ahead of it for a moment.
   */
  static @Nullable Position position(Answer answer) {
    boolean ahead = answer.readOnly() ? !answer.group().isEmpty() : !followed(answer).isEmpty();
    return ahead ? null : new GtidPosition(answer.server(), answer.executed());
  }

  /** Where it replicates from. */
  static List<HostAddress> sources(Answer answer) {
    return answer.channels().stream().flatMap(channel -> channel.address().stream()).toList();
  }

  private static Set<String> followed(Answer answer) {
    return answer.channels().stream()
        .filter(Answer.Channel::running)
        .map(Answer.Channel::source)
        .collect(Collectors.toSet());
  }
}
