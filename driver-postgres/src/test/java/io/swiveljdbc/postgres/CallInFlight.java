package io.swiveljdbc.postgres;

import static io.swiveljdbc.trial.Work.NOTHING;
import static io.swiveljdbc.trial.Work.batch;
import static io.swiveljdbc.trial.Work.called;
import static io.swiveljdbc.trial.Work.fetchByTwo;
import static io.swiveljdbc.trial.Work.prepared;
import static io.swiveljdbc.trial.Work.preparedBatch;
import static io.swiveljdbc.trial.Work.text;
import static io.swiveljdbc.trial.Work.updateRow;

import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.util.stream.Stream;

/**
 * A row of the table of docs/errors.md: what is done before, and the call that comes to the {@link
 * Gate}. Everything that is written is named 'new'.
 *
 * @param asBatch whether the error is one of a batch
 */
record CallInFlight(String name, Work before, Work call, boolean asBatch) {

  private static final String INSERT = "INSERT INTO told VALUES (1, 'new')";
  private static final String INSERT_WAITS = "INSERT INTO told SELECT 1 + pass(), 'new'";
  private static final String INSERT_THIS = "INSERT INTO told SELECT ? + pass(), 'new'";
  private static final String FETCH =
      "SELECT CASE WHEN n > 3 THEN pass() ELSE n END FROM generate_series(1, 5) n";

  private static final Work TRANSACTION = connection -> connection.setAutoCommit(false);
  private static final Work INSERTED = TRANSACTION.andThen(text(INSERT));
  private static final Work ROW_UPDATED = updateRow("SELECT id, name FROM told", "new");

  /** Nothing that commits is in flight, and a transaction is open. */
  static Stream<CallInFlight> thatCommitNothing() {
    return Stream.of(
        of("a change in a transaction", INSERTED, text(INSERT_WAITS)),
        of("the first statement of a transaction", TRANSACTION, text(INSERT_WAITS)),
        of("a query in a transaction", INSERTED, text("SELECT pass()")),
        of("a prepared change in a transaction", INSERTED, prepared(INSERT_WAITS)),
        of("a prepared query in a transaction", INSERTED, prepared("SELECT pass()")),
        of("a call of a function in a transaction", INSERTED, called("{? = call pass()}")),
        ofBatch("a batch in a transaction", INSERTED, batch("ANALYZE told", INSERT_WAITS)),
        ofBatch("a prepared batch in a transaction", INSERTED, preparedBatch(INSERT_THIS, 2, 3)),
        of("the fetch of a cursor", INSERTED, fetchByTwo(FETCH)),
        of("the update of a row in a transaction", INSERTED, ROW_UPDATED),
        of("several statements in one text", INSERTED, text("SELECT 1; SELECT pass()")),
        of("a change behind a savepoint", INSERTED.andThen(savepoint()), text(INSERT_WAITS)),
        of("a change behind ROLLBACK TO", rolledBackTo(), text(INSERT_WAITS)),
        of("a change behind BEGIN as text", text("BEGIN"), text(INSERT_WAITS)),
        of("a prepared change behind BEGIN prepared", prepared("BEGIN"), prepared(INSERT_WAITS)),
        of("a query behind START TRANSACTION", text("START TRANSACTION"), text("SELECT pass()")),
        of("a query behind COMMIT AND CHAIN", chained(), text("SELECT pass()")),
        of("the word COMMIT in a comment", INSERTED, text("SELECT pass() /* ; COMMIT */")),
        of("the word COMMIT in a literal", INSERTED, text("SELECT pass(), '; COMMIT'")),
        of("a change that a savepoint follows", INSERTED, text(INSERT_WAITS + "; SAVEPOINT s")));
  }

  /** The server may commit; when only the connection is lost, it does. */
  static Stream<CallInFlight> thatCommit() {
    return Stream.of(
        of("commit()", INSERTED, Connection::commit),
        of("setAutoCommit(true)", INSERTED, connection -> connection.setAutoCommit(true)),
        of("COMMIT as text", INSERTED, text("COMMIT")),
        of("COMMIT behind comments", INSERTED, text("/* a /* b */ */ -- c\n commit work;")),
        of("COMMIT AND CHAIN", INSERTED, text("COMMIT AND CHAIN")),
        of("END", INSERTED, text("END TRANSACTION")),
        of("COMMIT prepared", INSERTED, prepared("COMMIT")),
        of("COMMIT in a text of several", INSERTED, text("SELECT 1; COMMIT; SELECT 2")),
        of("a change behind a ROLLBACK", TRANSACTION, text("ROLLBACK; " + INSERT)),
        of("PREPARE TRANSACTION", INSERTED, text("PREPARE TRANSACTION 'told'")),
        ofBatch("COMMIT in a batch", TRANSACTION, batch(INSERT, "COMMIT")),
        of("COMMIT as text of BEGIN as text", text("BEGIN; " + INSERT), text("COMMIT")),
        of("END prepared of BEGIN prepared", begunPrepared(), prepared("END")),
        of("a text that is not understood", INSERTED, text("SELECT 'a\\'; COMMIT")),
        of("a change in auto-commit", NOTHING, text(INSERT)),
        of("a prepared change in auto-commit", NOTHING, prepared(INSERT)),
        of("a query that changes", NOTHING, text(INSERT + " RETURNING id")),
        ofBatch("a batch in auto-commit", NOTHING, batch(INSERT)),
        ofBatch("a prepared batch in auto-commit", NOTHING, preparedBatch(INSERT_THIS, 2, 3)),
        of("the update of a row in auto-commit", NOTHING, ROW_UPDATED),
        of("BEGIN to COMMIT in one text", NOTHING, text("BEGIN; " + INSERT + "; COMMIT")),
        of("a DO block in auto-commit", NOTHING, text("DO $$ BEGIN " + INSERT + "; END $$")));
  }

  private static Work savepoint() {
    return connection -> connection.setSavepoint("s");
  }

  private static Work rolledBackTo() {
    return INSERTED.andThen(connection -> connection.rollback(connection.setSavepoint()));
  }

  /** A transaction that another one, which was committed, has begun. */
  private static Work chained() {
    return TRANSACTION.andThen(text("SELECT 1")).andThen(text("COMMIT AND CHAIN"));
  }

  private static Work begunPrepared() {
    return prepared("BEGIN").andThen(prepared(INSERT));
  }

  private static CallInFlight of(String name, Work before, Work call) {
    return new CallInFlight(name, before, call, false);
  }

  private static CallInFlight ofBatch(String name, Work before, Work call) {
    return new CallInFlight(name, before, call, true);
  }

  @Override
  public String toString() {
    return name;
  }
}
