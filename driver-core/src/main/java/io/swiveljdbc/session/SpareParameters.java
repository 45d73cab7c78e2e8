package io.swiveljdbc.session;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The record of parameters that a closed statement of a connection has left to the next one: a
 * transaction with one prepared statement allocates none.
 */
final class SpareParameters {

  private final AtomicReference<@Nullable Parameters> spare = new AtomicReference<>();

  /** An empty record that nobody else has. */
  Parameters take() {
    @Nullable Parameters left = spare.getAndSet(null);
    return left == null ? new Parameters() : left;
  }

  /** Leaves a record that nobody uses any more. */
  void giveBack(Parameters parameters) {
    if (parameters.isSmall()) {
      parameters.clear();
      spare.set(parameters);
    }
  }
}
