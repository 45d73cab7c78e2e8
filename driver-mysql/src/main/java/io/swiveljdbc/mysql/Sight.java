package io.swiveljdbc.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What this user may see of a server, and the question that asks just that. The server's own
 * variables are for everybody; the tables about replication need a grant each, and a question that
 * names one that is denied fails as a whole.
 *
 * @param plugin whether there is a plugin for Group Replication
 * @param members whether the tables about the group may be read
 * @param channels how channels are seen
 */
record Sight(boolean plugin, boolean members, Channels channels) {

  /** How replication channels are seen. */
  enum Channels {
    /** Not at all. */
    HIDDEN,
    /** By {@code SHOW REPLICA STATUS}, which is a statement of its own. */
    STATUS,
    /** In the tables, with the same question as all else. */
    TABLES
  }

  /** What anybody may see. */
  static final Sight LEAST = new Sight(false, false, Channels.HIDDEN);

  /** Every name is qualified, and LIMIT overrides the session's own {@code sql_select_limit}. */
  private static final String QUESTION =
      """
      SELECT @@GLOBAL.read_only + @@GLOBAL.super_read_only + @@GLOBAL.innodb_read_only
               AS swivel_read_only,
             @@GLOBAL.offline_mode AS swivel_offline,
             @@GLOBAL.server_uuid AS swivel_server,
             @@GLOBAL.gtid_executed AS swivel_executed,
             CAST(UNIX_TIMESTAMP() - (SELECT u.VARIABLE_VALUE
                                        FROM performance_schema.global_status u
                                       WHERE u.VARIABLE_NAME = 'Uptime') AS SIGNED)
               AS swivel_started,
             %s AS swivel_group,
             %s,
             %s
        FROM (SELECT 1 AS one) one%s%s
       LIMIT 10000""";

  private static final String GROUP_NAME = "@@GLOBAL.group_replication_group_name";

  private static final String MEMBER_COLUMNS =
      """
      v.VIEW_ID AS swivel_view, m.MEMBER_ID AS swivel_member,
             m.MEMBER_HOST AS swivel_member_host, m.MEMBER_PORT AS swivel_member_port,
             m.MEMBER_STATE AS swivel_member_state, m.MEMBER_ROLE AS swivel_member_role""";

  private static final String MEMBER_TABLES =
      """

        LEFT JOIN performance_schema.replication_group_members m ON TRUE
        LEFT JOIN performance_schema.replication_group_member_stats v
          ON v.MEMBER_ID = m.MEMBER_ID AND v.MEMBER_ID = @@GLOBAL.server_uuid""";

  private static final String CHANNEL_COLUMNS =
      """
      c.CHANNEL_NAME AS swivel_channel, c.HOST AS swivel_source_host,
             c.PORT AS swivel_source_port, r.SOURCE_UUID AS swivel_source,
             r.SERVICE_STATE <> 'OFF' OR a.SERVICE_STATE <> 'OFF' AS swivel_running""";

  private static final String CHANNEL_TABLES =
      """

        LEFT JOIN performance_schema.replication_connection_configuration c
          ON c.CHANNEL_NAME NOT IN ('group_replication_applier', 'group_replication_recovery')
        LEFT JOIN performance_schema.replication_connection_status r
          ON r.CHANNEL_NAME = c.CHANNEL_NAME
        LEFT JOIN performance_schema.replication_applier_status a
          ON a.CHANNEL_NAME = c.CHANNEL_NAME""";

  private static final String STATUS = "SHOW REPLICA STATUS";

  /** Tries it out. */
  static Sight find(Connection connection) throws SQLException {
    boolean plugin = allows(connection, "SELECT " + GROUP_NAME);
    boolean members = plugin && allows(connection, new Sight(true, true, Channels.HIDDEN));
    Channels channels =
        allows(connection, new Sight(false, false, Channels.TABLES))
            ? Channels.TABLES
            : allows(connection, STATUS) ? Channels.STATUS : Channels.HIDDEN;
    return new Sight(plugin, members, channels);
  }

  /** Whether there is nothing that a further grant would show. */
  boolean complete() {
    return members == plugin && channels == Channels.TABLES;
  }

  /**
   * Asks the server.
   *
   * @throws SQLException as {@link #isDenied} tells, when less is to be seen than was
   */
  Answer ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Answer answer;
      try (ResultSet rows = statement.executeQuery(question())) {
        answer = Answer.read(rows);
      }
      if (channels != Channels.STATUS || answer.readOnly()) {
        return answer; // only of a server that takes writes it matters whether it is a replica
      }
      try (ResultSet rows = statement.executeQuery(STATUS)) {
        return answer.withChannels(status(rows));
      }
    }
  }

  /** Whether a statement failed since the user may not see, or there is not, what it names. */
  static boolean isDenied(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("42") || e.getErrorCode() == 1193;
  }

  private String question() {
    return QUESTION.formatted(
        plugin ? GROUP_NAME : "''",
        members ? MEMBER_COLUMNS : nothing(MEMBER_COLUMNS),
        channels == Channels.TABLES ? CHANNEL_COLUMNS : nothing(CHANNEL_COLUMNS),
        members ? MEMBER_TABLES : "",
        channels == Channels.TABLES ? CHANNEL_TABLES : "");
  }

  /** The same columns with nothing in them. */
  private static String nothing(String columns) {
    return columns.replaceAll("(?s)[^,]*? AS (swivel_\\w+)", " NULL AS $1");
  }

  private static Set<Answer.Channel> status(ResultSet rows) throws SQLException {
    Set<Answer.Channel> channels = new LinkedHashSet<>();
    while (rows.next()) {
      String name = Answer.text(rows, "Channel_Name");
      if (!name.startsWith("group_replication_")) {
        channels.add(
            new Answer.Channel(
                name,
                Answer.address(rows, "Source_Host", "Source_Port"),
                Answer.text(rows, "Source_UUID").toLowerCase(Locale.ROOT),
                !Answer.text(rows, "Replica_IO_Running").equals("No")
                    || !Answer.text(rows, "Replica_SQL_Running").equals("No")));
      }
    }
    return channels;
  }

  private static boolean allows(Connection connection, Sight sight) throws SQLException {
    return allows(connection, sight.question());
  }

  private static boolean allows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    } catch (SQLException e) {
      if (isDenied(e)) {
        return false;
      }
      throw e;
    }
  }
}
