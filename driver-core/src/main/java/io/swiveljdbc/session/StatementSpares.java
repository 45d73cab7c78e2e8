package io.swiveljdbc.session;

import java.sql.PreparedStatement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What closed statements have left to the next ones of their session: applications prepare the same
 * text again and again, and a transaction with one prepared statement allocates no record of
 * parameters. Records are for the thread alone that opened the logical connection.
 */
final class StatementSpares {

  private @Nullable Parameters parameters;
  private @Nullable Preparation<PreparedStatement> last;

  /** How a statement of this text is prepared. */
  Preparation<PreparedStatement> preparation(String sql) {
    Preparation<PreparedStatement> known = last;
    if (known == null || !Objects.equals(known.sql(), sql)) {
      known = new Preparation<>(sql, c -> c.prepareStatement(sql));
      last = known;
    }
    return known;
  }

  /** An empty record that nobody else has. */
  Parameters takeParameters() {
    @Nullable Parameters left = parameters;
    parameters = null;
    return left == null ? new Parameters() : left;
  }

  /** Leaves a record that nobody uses any more. */
  void leave(Parameters unused) {
    if (unused.isSmall()) {
      unused.clear();
      parameters = unused;
    }
  }
}
