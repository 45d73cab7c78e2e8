package io.swiveljdbc.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text as it is given to a JDBC statement: none, one or several statements, and what they do to
 * the transaction.
 *
 * <p>A text that is not understood (an unterminated quote or comment, parentheses that do not
 * match, a backslash before a quote whose meaning the session decides, a routine's body, a COMMIT
 * or ROLLBACK of unknown form) may commit, ends the transaction in an unknown way, is nothing else
 * and shows no statements.
 */
public final class SqlText {

  /** A text without statements. */
  public static final SqlText EMPTY = new SqlText(List.of(), true, false);

  private final List<SqlStatement> statements;
  private final boolean understood;
  private final boolean commitsUnseen;

  private SqlText(List<SqlStatement> statements, boolean understood, boolean commitsUnseen) {
    this.statements = statements;
    this.understood = understood;
    this.commitsUnseen = commitsUnseen;
  }

  /** Scans the text; null reads as empty, since refusing it is the target driver's business. */
  public static SqlText of(@Nullable String sql, Dialect dialect) {
    Optional<List<SqlStatement>> read = new TextReader(sql == null ? "" : sql, dialect).read();
    return read.filter(SqlText::areKnown)
        .map(s -> new SqlText(s, true, s.stream().anyMatch(SqlStatement::commitsUnseen)))
        .orElseGet(() -> notUnderstood(sql, dialect));
  }

  private static SqlText notUnderstood(@Nullable String sql, Dialect dialect) {
    return new SqlText(List.of(), false, sql != null && dialect.mayCommitUnseen(sql));
  }

  private static boolean areKnown(List<SqlStatement> statements) {
    for (SqlStatement statement : statements) {
      if (statement.command() == TransactionCommand.UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /** Whether the other answers are exact rather than the worst case. */
  public boolean isUnderstood() {
    return understood;
  }

  /** The statements in their order, without empty ones. */
  public List<SqlStatement> statements() {
    return statements;
  }

  /**
   * Whether work may be committed by this text when it runs in a transaction: by a COMMIT, or what
   * commits beside what it does, anywhere in it, or because something follows a ROLLBACK and so
   * runs outside a transaction. In auto-commit every text commits; that is not asked here.
   */
  public boolean mayCommit() {
    if (!understood) {
      return true;
    }
    TransactionCommand previous = TransactionCommand.NONE;
    for (SqlStatement statement : statements) {
      TransactionCommand command = statement.command();
      if (command.commitsAfter(previous)) {
        return true;
      }
      previous = command;
    }
    return false;
  }

  /**
   * How the first statement ends the transaction it runs in, also a failed one. Others may follow
   * it, and the next transaction may have begun: see {@link #chainsTransaction}.
   */
  public TransactionEnd firstEnd() {
    return understood ? first().end() : TransactionEnd.UNKNOWN;
  }

  /** Whether the first statement certainly ends the transaction, even a failed one. */
  public boolean endsTransaction() {
    return firstEnd() == TransactionEnd.COMMIT || firstEnd() == TransactionEnd.ROLLBACK;
  }

  /** Whether the first statement ends the transaction AND CHAIN, so that the next has begun. */
  public boolean chainsTransaction() {
    return first().chains();
  }

  /** Whether the first statement begins a transaction. */
  public boolean beginsTransaction() {
    return first().begins();
  }

  /**
   * Whether what the transaction has done so far may be committed by a statement that is no command
   * to do so, or by a text that is not understood.
   */
  public boolean mayCommitBeside() {
    if (!understood) {
      return true;
    }
    for (SqlStatement statement : statements) {
      if (statement.commitsBeside()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether work may be committed in the middle of what this text does not show, so that the
   * transaction which is open behind it is another one.
   */
  public boolean mayCommitUnseen() {
    return commitsUnseen;
  }

  /** Whether one of its statements may commit what others before it in this text have done. */
  public boolean mayCommitItsOwn() {
    return statements.stream().skip(1).anyMatch(SqlStatement::commitsBeside);
  }

  /**
   * Whether the text is one ROLLBACK and nothing else. AND CHAIN does not count: whoever passes
   * over its loss would leave the caller without the transaction it asked for.
   */
  public boolean isRollback() {
    return statements.size() == 1 && first() == TransactionCommand.ROLLBACK;
  }

  /** Whether the text is one ROLLBACK TO SAVEPOINT and nothing else. */
  public boolean isRollbackTo() {
    return statements.size() == 1 && first() == TransactionCommand.ROLLBACK_TO;
  }

  /**
   * Whether a transaction that began READ ONLY may be able to write after this text: by SET or by
   * BEGIN with another mode, or because it ends within the text and another one follows.
   */
  public boolean mayLiftReadOnly() {
    if (!understood) {
      return true;
    }
    boolean several = statements.size() > 1;
    for (SqlStatement statement : statements) {
      if ((several && statement.end() != TransactionEnd.NONE) || statement.mayLiftReadOnly()) {
        return true;
      }
    }
    return false;
  }

  private TransactionCommand first() {
    return statements.isEmpty() ? TransactionCommand.NONE : statements.get(0).command();
  }

  @Override
  public String toString() {
    return understood ? statements.toString() : "not understood";
  }
}
