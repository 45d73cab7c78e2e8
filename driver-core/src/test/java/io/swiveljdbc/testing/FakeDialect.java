package io.swiveljdbc.testing;

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

/**
 * A dialect with what databases have beside standard SQL, or without it.
 *
 * @param lexicons the lexical rules
 */
public record FakeDialect(List<Lexicon> lexicons) implements Dialect {

  private static final Lexicon STANDARD =
      Lexicon.of(Rule.NESTED_COMMENTS, Rule.DOLLAR_QUOTES, Rule.ESCAPE_STRINGS);

  private static final TransactionWords WORDS =
      new TransactionWords(
          Map.of(
              List.of("BEGIN"), TransactionCommand.BEGIN,
              List.of("START", "TRANSACTION"), TransactionCommand.BEGIN,
              List.of("PREPARE", "TRANSACTION"), TransactionCommand.COMMIT,
              List.of("COMMIT", "PREPARED"), TransactionCommand.COMMITS_BESIDE,
              List.of("ROLLBACK", "PREPARED"), TransactionCommand.NONE,
              List.of("CALL"), TransactionCommand.COMMITS_UNSEEN,
              List.of("RELOCATE"), TransactionCommand.COMMITS_BESIDE),
          Set.of("COMMIT", "END"),
          Set.of("ROLLBACK", "ABORT"),
          Set.of("WORK", "TRANSACTION"),
          TransactionWords.STANDARD_TAILS);

  /** With all of it. */
  public static final Dialect EVERYTHING =
      new FakeDialect(List.of(STANDARD, STANDARD.with(Rule.BACKSLASHES)));

  /** With nothing of it but the commands. */
  public static final Dialect BARE = new FakeDialect(List.of(Lexicon.of()));

  @Override
  public TransactionCommand command(SqlStatement statement) {
    return WORDS.command(statement);
  }

  @Override
  public boolean mayHoldStatements(SqlStatement statement) {
    SqlTokens tokens = statement.tokens();
    while (tokens.next()) {
      if (tokens.is("ATOMIC")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean mayCommitUnseen(String text) {
    return !RawWords.in(text, Set.of("COMMIT")).isEmpty();
  }

  @Override
  public boolean mayLiftReadOnly(SqlStatement statement) {
    return statement.startsWith("SET");
  }
}
