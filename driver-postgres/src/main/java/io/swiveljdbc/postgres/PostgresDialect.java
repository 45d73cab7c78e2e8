package io.swiveljdbc.postgres;

import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.sql.Lexicon;
import io.swiveljdbc.sql.Lexicon.Rule;
import io.swiveljdbc.sql.RawWords;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.TransactionCommand;
import io.swiveljdbc.sql.TransactionWords;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How PostgreSQL reads its texts, and its transaction commands. */
final class PostgresDialect implements Dialect {

  static final PostgresDialect INSTANCE = new PostgresDialect();

  private static final Lexicon CONFORMING =
      Lexicon.of(Rule.NESTED_COMMENTS, Rule.DOLLAR_QUOTES, Rule.ESCAPE_STRINGS);

  /** The second one is that of {@code standard_conforming_strings = off}. */
  private static final List<Lexicon> LEXICONS =
      List.of(CONFORMING, CONFORMING.with(Rule.BACKSLASHES));

  /**
   * PREPARE TRANSACTION leaves the session without a transaction, and rolls back a failed one, as
   * COMMIT does; COMMIT PREPARED is refused inside a transaction.
   */
  private static final TransactionWords WORDS =
      new TransactionWords(
          Map.of(
              List.of("BEGIN"), TransactionCommand.BEGIN,
              List.of("START", "TRANSACTION"), TransactionCommand.BEGIN,
              List.of("PREPARE", "TRANSACTION"), TransactionCommand.COMMIT,
              List.of("COMMIT", "PREPARED"), TransactionCommand.COMMITS_BESIDE,
              List.of("ROLLBACK", "PREPARED"), TransactionCommand.NONE),
          Set.of("COMMIT", "END"),
          Set.of("ROLLBACK", "ABORT"),
          Set.of("WORK", "TRANSACTION"),
          TransactionWords.STANDARD_TAILS);

  private static final Set<String> ENDS = Set.of("COMMIT", "END", "PREPARE");
  private static final Set<String> BEGINS = Set.of("BEGIN", "START", "CHAIN");

  private PostgresDialect() {}

  @Override
  public List<Lexicon> lexicons() {
    return LEXICONS;
  }

  @Override
  public TransactionCommand command(SqlStatement statement) {
    return WORDS.command(statement);
  }

  /** A body without quotes is BEGIN ATOMIC … END. */
  @Override
  public boolean mayHoldStatements(SqlStatement statement) {
    return statement.startsWith("CREATE") && hasAtomicBody(statement.tokens());
  }

  private static boolean hasAtomicBody(SqlTokens tokens) {
    boolean begin = false;
    while (tokens.next()) {
      if (begin && tokens.is("ATOMIC")) {
        return true;
      }
      begin = tokens.is("BEGIN");
    }
    return false;
  }

  /** By a COMMIT and a BEGIN alone: a procedure cannot end a transaction that is not its own. */
  @Override
  public boolean mayCommitUnseen(String text) {
    return !RawWords.in(text, ENDS).isEmpty() && !RawWords.in(text, BEGINS).isEmpty();
  }

  /**
   * A query that calls {@code set_config} cannot do it: the mode is fixed by the first snapshot.
   *
   * @see <a href="https://www.postgresql.org/docs/current/sql-set-transaction.html">SET
   *     TRANSACTION</a>
   */
  @Override
  public boolean mayLiftReadOnly(SqlStatement statement) {
    return statement.startsWith("SET")
        || statement.startsWith("RESET")
        || statement.startsWith("DISCARD");
  }
}
