package io.swiveljdbc.session;

import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection has chosen, for transactions that write and for those that only read.
 * For the thread that uses it, and the sweep while nobody does ({@link Rest}); when the next one
 * takes it up, {@link SoleUse} has kept all others away.
 */
final class Choices {

  private @Nullable Choice forWriting;
  private @Nullable Choice forReading;

  /** The connection that was chosen, if the choice still holds. */
  @Nullable PhysicalConnection holding(Intent intent, Topology topology) {
    Choice choice = intent == Intent.READ_ONLY ? forReading : forWriting;
    return choice != null && choice.holdsAt(topology) ? choice.connection() : null;
  }

  void remember(Intent intent, Choice choice) {
    if (intent == Intent.READ_ONLY) {
      forReading = choice;
    } else {
      forWriting = choice;
    }
  }

  void forget() {
    forWriting = null;
    forReading = null;
  }
}
