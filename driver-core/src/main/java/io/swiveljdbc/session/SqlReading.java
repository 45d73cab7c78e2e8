package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import io.swiveljdbc.sql.Unsealing;
import java.util.ArrayList;
import java.util.List;

/**
 * What a text means for the session in which it is executed. An immutable value.
 *
 * @param text what it does to the transaction
 * @param steps what its statements do to the session, in their order, without those that do nothing
 * @param mayCommitBeside whether it may commit although it was not told to
 * @param mayLiftReadOnly whether a transaction that is read-only may write after it
 * @param unsealing how it may have a reader's session write
 * @param asksBefore whether it asks what a statement before it has left in its session
 */
record SqlReading(
    SqlText text,
    List<Step> steps,
    boolean mayCommitBeside,
    boolean mayLiftReadOnly,
    Unsealing unsealing,
    boolean asksBefore) {

  /**
   * One statement.
   *
   * @param end how it ends the transaction
   * @param effects what it changes
   */
  record Step(TransactionEnd end, List<SessionEffect> effects) {}

  /** Of a text without statements. */
  static final SqlReading EMPTY =
      new SqlReading(SqlText.EMPTY, List.of(), false, false, Unsealing.NONE, false);

  static SqlReading of(String sql, Engine engine) {
    SqlText text = SqlText.of(sql, engine.dialect());
    List<Step> steps = new ArrayList<>(0);
    for (SqlStatement statement : text.statements()) {
      Step step = new Step(statement.end(), engine.effects(statement));
      if (step.end != TransactionEnd.NONE || !step.effects.isEmpty()) {
        steps.add(step);
      }
    }
    return new SqlReading(
        text,
        List.copyOf(steps),
        text.mayCommitBeside(),
        text.mayLiftReadOnly(),
        engine.dialect().unsealing(text),
        !text.statements().isEmpty()
            && engine.dialect().asksOfTheOneBefore(text.statements().get(0)));
  }

  /** Whether it may have the transaction in which it is executed write on a reader. */
  boolean mayUnseal() {
    return unsealing.compareTo(Unsealing.LATER) > 0;
  }

  /** Whether it has more than one statement, so that it can fail behind the first. */
  boolean isOfSeveral() {
    return text.statements().size() > 1;
  }

  /** Whether a transaction ends in it. */
  boolean endsTransaction() {
    return steps.stream().anyMatch(step -> step.end != TransactionEnd.NONE);
  }

  /** Whether it changes the session. */
  boolean setsSomething() {
    return steps.stream().anyMatch(step -> !step.effects.isEmpty());
  }

  /** Whether it leaves the session and its transaction as they are. */
  boolean isPlain() {
    return steps.isEmpty() && !mayCommitBeside;
  }
}
