package io.swiveljdbc.session;

import io.swiveljdbc.spi.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a session of the target driver has of the settings that its logical connection wants. */
final class AppliedSettings {

  private final Connection connection;
  private final boolean sealed;
  private final SessionSettings fresh;
  private SessionSettings settings;
  private SqlSettings sql = SqlSettings.NONE;

  /** What there was before a change within a transaction, which the server may undo. */
  private @Nullable Before before;

  private record Before(SessionSettings settings, SqlSettings sql) {}

  /**
   * Those of a new session.
   *
   * @param sealed whether it refuses writes, whatever is set
   */
  AppliedSettings(Connection connection, boolean sealed, SessionSettings fresh) {
    this.connection = connection;
    this.sealed = sealed;
    this.fresh = fresh;
    this.settings = fresh;
  }

  /** Whether nothing is to be done to have these. */
  @SuppressWarnings("ReferenceEquality") // to compare values takes longer, and is seldom needed
  boolean are(SessionSettings wanted, SqlSettings wantedSql) {
    return sql == wantedSql && before == null && (settings == wanted || settings.equals(wanted));
  }

  /** SQL text has set these by itself. */
  void hold(SqlSettings set) {
    sql = set;
  }

  /** SQL text has given some of the server's settings other values. */
  void hold(SessionSettings set) {
    settings = set;
  }

  /** Sets what differs, and what may differ since a change within a transaction. */
  void become(SessionSettings wanted, SqlSettings wantedSql) throws SQLException {
    become(wanted, wantedSql, before == null ? sql : SqlSettings.NONE);
    before = null;
  }

  private void become(SessionSettings wanted, SqlSettings wantedSql, SqlSettings certain)
      throws SQLException {
    Set<Setting> gone = new LinkedHashSet<>(sql.notIn(wantedSql));
    if (before != null) {
      gone.addAll(before.sql.notIn(wantedSql));
    }
    execute(connection, gone.stream().filter(this::applies).map(Setting::reset));
    for (Setting setting : gone) {
      settings = settings.resetBy(setting.covers(), fresh);
    }
    wanted.applyTo(connection, settings);
    if (before != null) {
      wanted.applyTo(connection, before.settings);
    }
    assign(connection, wantedSql.missingIn(certain).stream().filter(this::applies));
    settings = wanted;
    sql = wantedSql;
  }

  /**
   * Changes settings within a transaction. The server may undo them: by a rollback, which SQL text
   * can ask for too, also of a part. So the next transaction, or change, sets them once more.
   */
  void change(SessionSettings wanted, SqlSettings wantedSql) throws SQLException {
    Before first = before == null ? new Before(settings, sql) : before;
    become(wanted, wantedSql, sql);
    before = first;
  }

  private boolean applies(Setting setting) {
    return !sealed || setting.covers() != Setting.Covers.READ_ONLY;
  }

  static void assign(Connection connection, Stream<Setting> settings) throws SQLException {
    execute(connection, settings.map(Setting::assign));
  }

  /** In one round trip. */
  private static void execute(Connection connection, Stream<String> texts) throws SQLException {
    String all = texts.collect(Collectors.joining(";\n"));
    if (!all.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(all);
      }
    }
  }
}
