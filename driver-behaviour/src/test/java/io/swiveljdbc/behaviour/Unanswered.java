package io.swiveljdbc.behaviour;

import static io.swiveljdbc.trial.Work.NOTHING;
import static io.swiveljdbc.trial.Work.batch;
import static io.swiveljdbc.trial.Work.prepared;
import static io.swiveljdbc.trial.Work.preparedBatch;
import static io.swiveljdbc.trial.Work.text;

import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.stream.Stream;

/**
 * A row of the table of docs/errors.md: a call that is sent, and what is done before.
 *
 * @param asBatch whether the error is one of a batch
 */
record Unanswered(String name, Before before, boolean asBatch) {

  private static final String INSERT = "INSERT INTO t VALUES (1)";
  private static final String ANOTHER = "INSERT INTO t VALUES (2)";
  private static final String THIS = "INSERT INTO t VALUES (?)";

  private static final Work TRANSACTION = connection -> connection.setAutoCommit(false);
  private static final Work INSERTED = TRANSACTION.andThen(text(INSERT));
  private static final Work BEGUN = text("START TRANSACTION").andThen(text(INSERT));

  /** Does what comes before, and gives the call. */
  interface Before {
    Work on(Connection connection) throws SQLException;
  }

  /** Nothing that commits is sent, and a transaction is open. */
  static Stream<Unanswered> thatCommitNothing() {
    return Stream.of(
        of("a change", INSERTED, text(ANOTHER)),
        of("a query", INSERTED, text("SELECT count(*) FROM t")),
        of("a prepared change", INSERTED, prepared(ANOTHER)),
        of("a change behind START TRANSACTION as text", BEGUN, text(ANOTHER)),
        ofBatch("a batch", INSERTED, batch(ANOTHER, "INSERT INTO t VALUES (3)")),
        ofBatch("a prepared batch", INSERTED, preparedBatch(THIS, 2, 3)),
        of("the word COMMIT in a comment", INSERTED, text("SELECT 1 /* ; COMMIT */")),
        of("the word COMMIT in a literal", INSERTED, text("SELECT 1, '; COMMIT'")),
        of("setSavepoint()", INSERTED, Connection::setSavepoint),
        new Unanswered("rollback(savepoint)", Unanswered::rollbackTo, false),
        of("ROLLBACK TO as text", INSERTED.andThen(named()), text("ROLLBACK TO SAVEPOINT s")),
        of("ROLLBACK as text", INSERTED, text("ROLLBACK")),
        of("getTables()", INSERTED, on -> on.getMetaData().getTables(null, null, "t", null)));
  }

  /** The server may commit. */
  static Stream<Unanswered> thatCommit() {
    return Stream.of(
        of("commit()", INSERTED, Connection::commit),
        of("setAutoCommit(true)", INSERTED, on -> on.setAutoCommit(true)),
        of("COMMIT as text", INSERTED, text("COMMIT")),
        of("COMMIT behind comments", INSERTED, text("/* a */ -- b\n commit work")),
        of("COMMIT AND CHAIN", INSERTED, text("COMMIT AND CHAIN")),
        of("COMMIT prepared", INSERTED, prepared("COMMIT")),
        of("COMMIT as text of START TRANSACTION as text", BEGUN, text("COMMIT")),
        ofBatch("COMMIT in a batch", INSERTED, batch("COMMIT", ANOTHER)),
        of("a change in auto-commit", NOTHING, text(INSERT)),
        of("a prepared change in auto-commit", NOTHING, prepared(INSERT)),
        ofBatch("a batch in auto-commit", NOTHING, batch(INSERT, ANOTHER)),
        ofBatch("a prepared batch in auto-commit", NOTHING, preparedBatch(THIS, 2, 3)));
  }

  /** They end a transaction that the server holds read-only. */
  static Stream<Unanswered> thatEndAReadOnlyTransaction() {
    return Stream.of(
        of("commit()", NOTHING, Connection::commit),
        of("setAutoCommit(true)", NOTHING, on -> on.setAutoCommit(true)),
        of("COMMIT as text", NOTHING, text("/* end */ COMMIT")),
        of("COMMIT AND CHAIN", NOTHING, text("COMMIT AND CHAIN")),
        of("COMMIT prepared", NOTHING, prepared("COMMIT")));
  }

  private static Work rollbackTo(Connection connection) throws SQLException {
    INSERTED.on(connection);
    Savepoint savepoint = connection.setSavepoint("s");
    return on -> on.rollback(savepoint);
  }

  private static Work named() {
    return connection -> connection.setSavepoint("s");
  }

  private static Unanswered of(String name, Work before, Work call) {
    return new Unanswered(name, behind(before, call), false);
  }

  private static Unanswered ofBatch(String name, Work before, Work call) {
    return new Unanswered(name, behind(before, call), true);
  }

  private static Before behind(Work before, Work call) {
    return connection -> {
      before.on(connection);
      return call;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
