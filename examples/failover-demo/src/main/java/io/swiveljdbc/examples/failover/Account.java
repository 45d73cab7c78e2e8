package io.swiveljdbc.examples.failover;

import java.util.Optional;

/**
 * All that is known in the end.
 *
 * @param options what was played
 * @param firstWriter the writer that was lost
 * @param newWriter the one that took its place
 * @param observed what the clients saw
 * @param faultAtMillis when the writer was lost, after the beginning
 * @param outage how long no write succeeded; empty when none succeeded again
 * @param audit the clients' book against the database
 */
record Account(
    DemoOptions options,
    String firstWriter,
    String newWriter,
    Observed observed,
    long faultAtMillis,
    Optional<Outage> outage,
    Audit audit) {

  boolean succeeded() {
    return outage.isPresent() && audit.clean();
  }

  long readsOnReaders() {
    return observed.readsOnReaders().get();
  }

  long readsOnWriter() {
    return observed.readsOnWriter().get();
  }
}
