package io.swiveljdbc.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of transaction commands, in which databases differ. What ends a transaction is a verb,
 * perhaps a word that means nothing, and a tail; what has another tail is not known.
 *
 * @param beginnings how commands begin that are known by that; looked at first
 * @param commits the verbs that commit
 * @param rollbacks the verbs that roll back; to a savepoint with TO behind them
 * @param noise words that mean nothing behind the verb
 * @param tails what may stand behind these, and whether the next transaction begins by it
 */
public record TransactionWords(
    Map<List<String>, TransactionCommand> beginnings,
    Set<String> commits,
    Set<String> rollbacks,
    Set<String> noise,
    Map<List<String>, Boolean> tails) {

  /** The tails of standard SQL. */
  public static final Map<List<String>, Boolean> STANDARD_TAILS =
      Map.of(List.of(), false, List.of("AND", "NO", "CHAIN"), false, List.of("AND", "CHAIN"), true);

  /** What a statement does to the transaction by these words. */
  public TransactionCommand command(SqlStatement statement) {
    for (Map.Entry<List<String>, TransactionCommand> entry : beginnings.entrySet()) {
      if (statement.hasWords(0, entry.getKey())) {
        return entry.getValue();
      }
    }
    if (statement.hasWord(0, commits)) {
      return end(statement, TransactionCommand.COMMIT, TransactionCommand.COMMIT_AND_CHAIN);
    }
    if (!statement.hasWord(0, rollbacks)) {
      return TransactionCommand.NONE;
    }
    return statement.hasWords(behindVerb(statement), List.of("TO"))
        ? TransactionCommand.ROLLBACK_TO
        : end(statement, TransactionCommand.ROLLBACK, TransactionCommand.ROLLBACK_AND_CHAIN);
  }

  private TransactionCommand end(
      SqlStatement statement, TransactionCommand plain, TransactionCommand chained) {
    int behind = behindVerb(statement);
    for (Map.Entry<List<String>, Boolean> tail : tails.entrySet()) {
      if (statement.endsWith(behind, tail.getKey())) {
        return tail.getValue() ? chained : plain;
      }
    }
    return TransactionCommand.UNKNOWN;
  }

  private int behindVerb(SqlStatement statement) {
    return statement.hasWord(1, noise) ? 2 : 1;
  }
}
