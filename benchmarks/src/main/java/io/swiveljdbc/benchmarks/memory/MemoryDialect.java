package io.swiveljdbc.benchmarks.memory;

import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.sql.Lexicon;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.TransactionCommand;
import java.util.List;

/** Standard SQL; the benchmarks end their transactions through JDBC. */
final class MemoryDialect implements Dialect {

  private static final List<Lexicon> LEXICONS = List.of(Lexicon.of());

  @Override
  public List<Lexicon> lexicons() {
    return LEXICONS;
  }

  @Override
  public TransactionCommand command(SqlStatement statement) {
    return TransactionCommand.NONE;
  }

  @Override
  public boolean mayHoldStatements(SqlStatement statement) {
    return false;
  }

  @Override
  public boolean mayLiftReadOnly(SqlStatement statement) {
    return false;
  }
}
