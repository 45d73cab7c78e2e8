package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a session of the target driver has of the settings that its logical connection wants. */
final class AppliedSettings {

  private final Engine engine;
  private final Connection connection;
  private final boolean sealed;
  private final SessionSettings fresh;
  private SessionSettings settings;
  private SqlSettings sql = SqlSettings.NONE;

  /** What was to be set when that failed, so that some of it may be there. */
  private @Nullable SessionSettings attempted;

  /** What there was before a change within a transaction, which the server may undo. */
  private @Nullable Before before;

  private record Before(SessionSettings settings, SqlSettings sql) {}

  /**
   * Those of a new session.
   *
   * @param sealed whether it refuses writes, whatever is set
   */
  AppliedSettings(Engine engine, Connection connection, boolean sealed, SessionSettings fresh) {
    this.engine = engine;
    this.connection = connection;
    this.sealed = sealed;
    this.fresh = fresh;
    this.settings = fresh;
  }

  /** Whether nothing is to be done to have these. */
  @SuppressWarnings("ReferenceEquality") // to compare values takes longer, and is seldom needed
  boolean are(SessionSettings wanted, SqlSettings wantedSql) {
    return sql == wantedSql
        && before == null
        && attempted == null
        && (settings == wanted || settings.equals(wanted));
  }

  /** Whether others can have the session: they are what they were set to here, and can be reset. */
  boolean areForOthers() {
    return attempted == null && sql.canBeReset();
  }

  /** Whether somebody has changed them behind our back; only the driver's own can be asked. */
  boolean differFromTheDriver() throws SQLException {
    return connection.getNetworkTimeout() != settings.networkTimeout();
  }

  /**
   * What was set in this session by no text of the application's, as far as it is not in another,
   * as the servers report them.
   *
   * @param wanted what the next transaction is to have
   */
  List<Setting> unseenIn(Connection other, SessionState wanted) throws SQLException {
    List<Setting> different = engine.differences(connection, other);
    // What JDBC has changed since the last transaction, this session does not have yet.
    return different.isEmpty() || are(wanted.settings(), wanted.sql())
        ? different
        : different.stream().filter(s -> s.covers() == Setting.Covers.NOTHING).toList();
  }

  /** SQL text has set these by itself. */
  void hold(SqlSettings set) {
    sql = set;
  }

  /** SQL text has given some of the server's settings other values. */
  void hold(SessionSettings set) {
    settings = set;
  }

  /**
   * Sets what differs, and what may differ since a change within a transaction.
   *
   * @param beside what else the session does not have yet
   */
  void become(SessionSettings wanted, SqlSettings wantedSql, List<Setting> beside)
      throws SQLException {
    become(wanted, wantedSql, before == null ? sql : SqlSettings.NONE, beside);
    before = null;
  }

  /**
   * Changes settings within a transaction. Some servers undo them: by a rollback, which SQL text
   * can ask for too, also of a part. So there the next transaction, or change, sets them once more.
   */
  void change(SessionSettings wanted, SqlSettings wantedSql) throws SQLException {
    if (!engine.undoesSettings()) {
      become(wanted, wantedSql, List.of());
      return;
    }
    Before first = before == null ? new Before(settings, sql) : before;
    become(wanted, wantedSql, sql, List.of());
    before = first;
  }

  /** The same with settings that the application wants in place of what SQL text had set. */
  void change(SessionSettings wanted, Setting.Covers covers, SessionState state)
      throws SQLException {
    change(wanted, state.sql().without(covers));
    state.set(wanted, covers);
    hold(state.sql());
  }

  private void become(
      SessionSettings wanted, SqlSettings wantedSql, SqlSettings certain, List<Setting> beside)
      throws SQLException {
    SettingBatch batch = new SettingBatch(engine, connection);
    Set<Setting> gone = goneFrom(wantedSql);
    Set<JdbcSetting> missing = missingIn(wanted, gone);
    attempted = wanted;
    gone.stream().filter(this::applies).map(Setting::reset).forEach(batch::add);
    SqlSettings left = certain;
    for (JdbcSetting setting : missing) {
      batch.add(setting);
      left = left.without(setting.covers());
    }
    Stream.concat(wantedSql.missingIn(left).stream(), beside.stream())
        .filter(this::applies)
        .map(Setting::assign)
        .filter(text -> !text.isEmpty()) // where that is not known it is there
        .forEach(batch::add);
    batch.send();
    settings = wanted;
    sql = wantedSql;
    attempted = null;
  }

  /** What SQL text has set, or may have, and is to be there no more. */
  private Set<Setting> goneFrom(SqlSettings wanted) {
    Set<Setting> gone = new LinkedHashSet<>(sql.notIn(wanted));
    if (before != null) {
      gone.addAll(before.sql.notIn(wanted));
    }
    return gone;
  }

  /** What is not there, or may not be, once these settings are reset. */
  private Set<JdbcSetting> missingIn(SessionSettings wanted, Set<Setting> reset) {
    SessionSettings present = settings;
    for (Setting setting : reset) {
      present = present.resetBy(setting.covers(), fresh);
    }
    Set<JdbcSetting> missing = new LinkedHashSet<>(wanted.missingIn(present));
    if (before != null) {
      missing.addAll(wanted.missingIn(before.settings));
    }
    if (attempted != null) {
      missing.addAll(wanted.missingIn(attempted));
    }
    return missing;
  }

  private boolean applies(Setting setting) {
    return !sealed || setting.covers() != Setting.Covers.READ_ONLY;
  }
}
