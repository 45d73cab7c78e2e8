package io.swiveljdbc.session;

import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.Setting;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application has set on its logical connection and expects to find on every physical one.
 * What SQL text set is undone with the transaction, as the server does it; what was set through
 * JDBC lasts.
 */
final class SessionState {

  private final Engine engine;
  private final Transaction transaction;
  private final SessionSettings fresh;
  private final boolean alwaysReadOnly;
  private final boolean startsReadOnly;
  private final Seal seal;
  private final UntoldValues untold;
  private final boolean shared;
  private boolean readOnly;
  private SessionSettings settings;
  private SqlSettings sql = SqlSettings.NONE;

  /** What to go back to when the open transaction is rolled back; null when nothing was changed. */
  private Savepoints.@Nullable Point before;

  /** SQL text has reset settings of JDBC's in the open transaction. */
  private boolean wasReset;

  private boolean willBeUndone;

  private final Savepoints savepoints = new Savepoints();

  /**
   * The state of a new logical connection.
   *
   * @param fresh what a new session has
   */
  SessionState(Access access, Transaction transaction, SessionSettings fresh) {
    this.engine = access.engine();
    this.transaction = transaction;
    this.fresh = fresh;
    this.settings = fresh;
    this.alwaysReadOnly = access.options().readOnly();
    this.startsReadOnly = engine.startsReadOnly(access.target());
    this.readOnly = startsReadOnly;
    this.seal = new Seal(engine, transaction);
    this.untold = new UntoldValues(engine, this);
    this.shared = access.supply().shares();
  }

  /** Forgets what the last logical connection has set; nothing is undecided. */
  void renew() {
    readOnly = startsReadOnly;
    settings = fresh;
    sql = SqlSettings.NONE;
    untold.forget();
    seal.renew();
  }

  boolean readOnly() {
    return readOnly;
  }

  void readOnly(boolean wanted) {
    readOnly = wanted;
  }

  /** Whether the server shall refuse writes in the next transaction. */
  boolean wantsReadOnly() {
    return readOnly || alwaysReadOnly;
  }

  /** What keeps its texts from writing on readers. */
  Seal seal() {
    return seal;
  }

  /** What its texts have set to values that nobody has asked for yet. */
  UntoldValues untold() {
    return untold;
  }

  /** What the next transaction needs. */
  Intent intent() {
    return wantsReadOnly() && engine.readersServe(isolation())
        ? Intent.READ_ONLY
        : Intent.READ_WRITE;
  }

  SessionSettings settings() {
    return settings;
  }

  SqlSettings sql() {
    return sql;
  }

  /** What the application set through JDBC, in place of what SQL text had set. */
  void set(SessionSettings wanted, Setting.Covers covers) {
    settings = wanted;
    sql = sql.without(covers);
  }

  /** The isolation of the next transaction, whoever set it. */
  int isolation() {
    return sql.isEmpty()
        ? settings.isolation()
        : sql.isolation().map(engine::isolation).orElse(settings.isolation());
  }

  /** Whether SQL text has set what this setting of JDBC's stands for. */
  boolean isSetBySql(Setting.Covers covers) {
    return sql.covering(covers).isPresent();
  }

  // ---- what SQL text changes, on the connection where it ran

  void assign(Setting setting, PhysicalConnection at) {
    changeTo(sql.with(setting), at);
  }

  /** Its session is gone, and with it its value. */
  void dropSql(String name) {
    sql = sql.without(name);
  }

  void reset(String name, Setting.Covers covers, PhysicalConnection at) {
    changeTo(sql.without(name), at);
    resetTo(settings.resetBy(covers, fresh), at);
  }

  /** Gives up what SQL text set but for some, and what was set in the server through JDBC. */
  void resetAll(Set<String> others, PhysicalConnection at) {
    changeTo(sql.only(others), at);
    resetTo(settings.resetTo(fresh), at);
  }

  /** SQL text has entered another database, whatever the driver calls that; it is to know too. */
  void enter(String database, PhysicalConnection at) throws SQLException {
    SessionSettings left = settings;
    boolean isSchema = fresh.catalog().isEmpty() && fresh.schema().name() != null;
    settings =
        isSchema
            ? settings.withSchema(settings.schema().choose(database))
            : settings.withCatalog(database);
    if (!at.isWithOthers()) {
      at.applied().hold(settings);
      for (JdbcSetting setting : settings.missingIn(left)) {
        setting.setOn(at.driverConnection());
      }
    }
  }

  private void changeTo(SqlSettings changed, PhysicalConnection at) {
    sql = changed;
    if (!at.isWithOthers()) {
      at.applied().hold(changed);
    }
  }

  private void resetTo(SessionSettings reset, PhysicalConnection at) {
    settings = reset;
    if (!at.isWithOthers()) {
      at.applied().hold(reset);
    }
    wasReset = true;
  }

  // ---- executions

  /** Says what is about to be executed. */
  void executing(PhysicalConnection at, SqlReading reading) throws SQLException {
    at.mode().executing(reading);
    if (!reading.isPlain()) {
      foreseeEnd(at);
      transaction.executing(at, reading);
    }
  }

  /** A COMMIT of a transaction that has failed at the server undoes what was set in it. */
  void foreseeEnd(PhysicalConnection at) throws SQLException {
    if (isUndecided()) {
      willBeUndone = engine.transactionFailed(at.driverConnection());
    }
  }

  /**
   * A text of several statements has failed: how many of them have been executed is not known. What
   * no rollback takes away may be there; and where a COMMIT stands in it, what was set stays where
   * it may have been committed.
   */
  void failed(PhysicalConnection at, SqlReading reading) throws SQLException {
    transaction.executed(at, reading);
    if (!reading.isOfSeveral()) {
      return;
    }
    new SessionChanges(engine, this, at, SessionChanges.NONE).takeWhatStays(reading);
    boolean stays = reading.endsTransaction() || !engine.undoesSettings();
    if (stays && (isUndecided() || reading.setsSomething())) {
      ended(true);
      at.pins(at.pins().with(new Pin(Pin.Kind.HALF_DONE, "a text that failed half-way")));
    }
  }

  /** Takes over what a text has changed that was executed. */
  void executed(PhysicalConnection at, SqlReading reading, SessionChanges.Values values)
      throws SQLException {
    transaction.executed(at, reading);
    new SessionChanges(engine, this, at, values).take(reading);
    if (shared && !transaction.isOpenOn(at)) {
      untold.learn(); // what it is asked for in vain would keep the session from the others
    }
    if (reading.mayCommitBeside()) {
      transaction.followAutoCommit(at);
    }
  }

  // ---- transactions

  /** A change is about to be made within a transaction. */
  void begun(PhysicalConnection at) {
    if (before == null && engine.undoesSettings()) {
      before = point("", at);
    }
  }

  private Savepoints.Point point(Object name, PhysicalConnection at) {
    return new Savepoints.Point(name, at, sql, settings, at.pins());
  }

  void saved(Object savepoint, PhysicalConnection at) {
    begun(at);
    if (before != null) {
      savepoints.push(point(savepoint, at));
    }
  }

  /** A savepoint and those after it are no more. */
  void released(Object savepoint) {
    savepoints.release(savepoint);
  }

  void rolledBackTo(Object savepoint) {
    Savepoints.@Nullable Point point = savepoints.backTo(savepoint);
    if (point != null) {
      goBackTo(point);
      willBeUndone = false;
    }
  }

  /** Whether there is something that the end of the transaction decides. */
  boolean isUndecided() {
    return before != null;
  }

  /** The application has ended the transaction through JDBC. */
  void concluded(PhysicalConnection at, boolean committed) {
    transaction.concluded();
    ended(committed);
    passed(at);
    untold.learn();
  }

  /** A transaction has run there from its beginning to its end. */
  void passed(PhysicalConnection at) {
    at.pins(at.pins().passed());
  }

  /** The transaction has ended, by a COMMIT or otherwise. */
  void ended(boolean committed) {
    Savepoints.Point start = before;
    if (start != null) {
      if (!committed || willBeUndone) {
        goBackTo(start);
      }
      before = null;
      wasReset = false;
      willBeUndone = false;
      savepoints.clear();
    }
  }

  private void goBackTo(Savepoints.Point point) {
    changeTo(point.sql(), point.at());
    if (wasReset) {
      resetTo(settings.resetTo(point.settings()), point.at());
    }
    point.at().pins(point.at().pins().rolledBackTo(point.pins()));
  }
}
