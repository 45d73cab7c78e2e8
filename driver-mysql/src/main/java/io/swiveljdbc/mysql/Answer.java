package io.swiveljdbc.mysql;

import io.swiveljdbc.topology.HostAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers to one question.
 *
 * @param readOnly whether an ordinary user cannot write
 * @param offline whether it lets no ordinary user in
 * @param server its UUID
 * @param started the second in which it was started: what the server subtracts its uptime from is
 *     the time that this was computed with, so that it does not change while the process runs
 * @param executed its {@code gtid_executed}
 * @param group the name of the group that it is configured for, empty if there is none
 * @param view the identifier of the group's present membership, empty outside of one
 * @param members the group's members as it sees them
 * @param channels its replication channels, but for the group's own
 */
record Answer(
    boolean readOnly,
    boolean offline,
    String server,
    long started,
    GtidSet executed,
    String group,
    String view,
    Set<Member> members,
    Set<Channel> channels) {

  /** A member of a group. */
  record Member(String id, Optional<HostAddress> address, String state, String role) {

    boolean is(String wanted) {
      return state.equals(wanted);
    }
  }

  /**
   * What a server replicates from another.
   *
   * @param source the UUID of that one, empty until it was reached
   * @param running whether it receives, or applies what it has received, or tries to
   */
  record Channel(String name, Optional<HostAddress> address, String source, boolean running) {}

  /** Reads all rows: each has the server's own facts, and one member and one channel, if any. */
  static Answer read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new SQLException("the server said nothing of itself", "08006");
    }
    Set<Member> members = new LinkedHashSet<>();
    Set<Channel> channels = new LinkedHashSet<>();
    Answer first =
        new Answer(
            rows.getInt("swivel_read_only") != 0,
            rows.getInt("swivel_offline") != 0,
            text(rows, "swivel_server").toLowerCase(Locale.ROOT),
            rows.getLong("swivel_started"),
            GtidSet.parse(text(rows, "swivel_executed")),
            text(rows, "swivel_group"),
            text(rows, "swivel_view"),
            members,
            channels);
    String view = first.view;
    do {
      member(rows).ifPresent(members::add);
      channel(rows).ifPresent(channels::add);
      view = view.isEmpty() ? text(rows, "swivel_view") : view;
    } while (rows.next());
    return first.with(view, members, channels);
  }

  /** The same with other channels. */
  Answer withChannels(Set<Channel> seen) {
    return with(view, members, seen);
  }

  private Answer with(String newView, Set<Member> newMembers, Set<Channel> newChannels) {
    return new Answer(
        readOnly, offline, server, started, executed, group, newView, newMembers, newChannels);
  }

  private static Optional<Member> member(ResultSet row) throws SQLException {
    String id = text(row, "swivel_member");
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Member(
                id.toLowerCase(Locale.ROOT),
                address(row, "swivel_member_host", "swivel_member_port"),
                text(row, "swivel_member_state"),
                text(row, "swivel_member_role")));
  }

  private static Optional<Channel> channel(ResultSet row) throws SQLException {
    // The usual channel's name is empty.
    return row.getString("swivel_channel") == null
        ? Optional.empty()
        : Optional.of(
            new Channel(
                text(row, "swivel_channel"),
                address(row, "swivel_source_host", "swivel_source_port"),
                text(row, "swivel_source").toLowerCase(Locale.ROOT),
                row.getInt("swivel_running") != 0));
  }

  /** How a server is reached, if what stands there can be an address. */
  static Optional<HostAddress> address(ResultSet row, String host, String port)
      throws SQLException {
    String name = text(row, host);
    int number = row.getInt(port);
    return name.isBlank() || name.startsWith("<") || number < 1 || number > 65_535
        ? Optional.empty()
        : Optional.of(new HostAddress(name, number));
  }

  static String text(ResultSet row, String column) throws SQLException {
    @Nullable String text = row.getString(column);
    return text == null ? "" : text;
  }
}
